// Nothing here may look anything up anywhere: fetch goes to the loopback interface, or nowhere.

const fetchAnywhere = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.hostname !== '127.0.0.1') {
    return Promise.reject(new Error(`a request to ${url.host} was refused`));
  }
  return fetchAnywhere(input, init);
};
