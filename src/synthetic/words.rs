//! Titles and names made of parts. They mean nothing, and are as varied as real ones.

use super::random::{Random, Stream};

const QUALITIES: &str = "adaptive adversarial asynchronous attentive Bayesian bilinear causal class-incremental compact \
    compositional conditional consistent context-aware continual contrastive coupled cross-modal curriculum-based deep \
    dense differentiable discrete distributed diverse dynamic efficient end-to-end equivariant explainable fair fast \
    federated few-shot fine-grained generalized generative geometric gradient-free guided hierarchical hybrid implicit \
    incremental interactive interpretable invariant iterative joint label-efficient large-scale latent learned lightweight \
    local low-rank memory-efficient modular monotone multi-agent multi-scale multi-task multi-view non-convex online \
    open-world optimal parallel personalized privacy-preserving probabilistic provable quantized randomized real-time \
    recurrent robust scalable self-supervised semantic semi-supervised sparse stochastic streaming structured \
    temporal training-free transferable unbiased uncertainty-aware unified unsupervised weakly-supervised zero-shot";

const THINGS: &str = "agents alignment anchors annotations attention autoencoders bandits beliefs benchmarks bounds \
    captions circuits clustering codes commands compression constraints contexts convolutions corpora correspondences \
    dashboards decoders descriptors dialogues diffusion distillation domains embeddings ensembles entities estimators \
    events explanations features fields filters flows frames functions gestures gradients graphs grasping hashing \
    hypergraphs images indices inference instructions interfaces intents kernels keypoints knowledge labels landmarks \
    languages lattices layouts manifolds matching maps masks meshes messages metrics mixtures models motions networks \
    normalization objects ontologies operators orderings packets parsers paths perception plans point-clouds policies \
    poses preferences priors processes programs prompts proofs prototypes queries questions rankings reasoning \
    recommendations regions relations rendering representations residuals retrieval rewards rules samples schedules \
    schemas scenes segments sensors sequences sessions shapes signals sketches skills speakers spectra speech states \
    streams structures subgraphs summaries surfaces symbols tables tags tasks templates tensors textures theorems \
    threads tokens topics tracking trajectories transactions transformers translations trees tuples updates users \
    variables vehicles videos views vocabularies voices voxels walks workloads";

const VERBS: &str = "Aligning Bridging Calibrating Comparing Composing Decoupling Denoising Detecting Disentangling \
    Explaining Exploring Factorizing Forecasting Grounding Improving Inferring Learning Mining Modeling Navigating \
    Optimizing Planning Predicting Pruning Ranking Rethinking Revisiting Scaling Searching Segmenting Simulating \
    Synthesizing Towards Tracking Unlearning Understanding Verifying Visualizing";

const MARKS: &str = "α-divergence ε-greedy ℓ₂-regularized Fréchet Poincaré Schrödinger–Bridge Erdős–Rényi k≥2 3×3 50% naïve \
    TCP/IP C++ $\\mathcal{O}(n\\log{n})$ <unk> R&D data; #hashtag Itô";

const CHINESE_METHODS: &str =
    "图神经网络 对比学习 强化学习 知识蒸馏 注意力机制 联邦学习 变分推断 多任务学习 元学习 概率图模型";
const CHINESE_TASKS: &str =
    "场景理解 语音识别 机器翻译 路径规划 目标检测 推荐系统 缺陷诊断 文本摘要 隐私保护 芯片布局";

const SYLLABLES: &str = "ba be bo bra cal cen da del dor du el en fa fen fi ga gar go gun ha hel hi ir ja jo ka kel ki kor la \
    len li lor lu ma mer mi mo na ner ni nor o pa per po ra ren ri ro sa sen shi so sta ta tel ti tor tu u va ven vi wa wen \
    xi ya yen yo yu za zel zi";
const ENDINGS: &str = "an ar aş e ek en er éz i ić in is ka la le lin ma mo na ng nov ó on ova ré ri sen ski son ta to tt va wa";

/// The parts, split once.
pub(super) struct Words {
    qualities: Vec<&'static str>,
    things: Vec<&'static str>,
    verbs: Vec<&'static str>,
    marks: Vec<&'static str>,
    methods: Vec<&'static str>,
    tasks: Vec<&'static str>,
    syllables: Vec<&'static str>,
    endings: Vec<&'static str>,
}

impl Words {
    pub(super) fn new() -> Self {
        let [qualities, things, verbs, marks, methods, tasks, syllables, endings] =
            [QUALITIES, THINGS, VERBS, MARKS, CHINESE_METHODS, CHINESE_TASKS, SYLLABLES, ENDINGS]
                .map(|list| list.split_whitespace().collect());
        Self { qualities, things, verbs, marks, methods, tasks, syllables, endings }
    }

    /// A title: usually English; now and then Chinese, with quotation marks, signs or a coined name.
    pub(super) fn title(&self, random: &mut Random) -> String {
        match random.below(100) {
            0..2 => self.chinese(random),
            2..6 => format!("\"{}?\" {}", self.phrase(random), self.clause(random)),
            6..10 => {
                format!("{} {}: {}", random.one_of(&self.marks), self.phrase(random), self.clause(random))
            }
            10..32 => format!("{}: {}", self.coined(random), self.clause(random)),
            32..50 => {
                format!("{}, {}, and {}", self.phrase(random), self.phrase(random), self.clause(random))
            }
            50..70 => format!("{} with {}", self.clause(random), self.phrase(random)),
            _ => self.clause(random),
        }
    }

    fn clause(&self, random: &mut Random) -> String {
        let verb = random.one_of(&self.verbs);
        let (first, second) = (self.phrase(random), self.phrase(random));
        match random.below(3) {
            0 => format!("{verb} {first} for {second}"),
            1 => format!("{first} via {second}"),
            _ => format!("{verb} {first} from {} {second}", random.one_of(&self.qualities)),
        }
    }

    fn phrase(&self, random: &mut Random) -> String {
        let quality = self.qualities[random.low(self.qualities.len() as u64) as usize];
        let thing = self.things[random.low(self.things.len() as u64) as usize];
        if random.happens(400) {
            return format!("{} {}", capital(quality), capital(thing));
        }
        format!("{} {} {}", capital(quality), capital(random.one_of(&self.things)), capital(thing))
    }

    fn coined(&self, random: &mut Random) -> String {
        let stem: String = (0..=random.below(2)).map(|_| capital(random.one_of(&self.syllables))).collect();
        format!("{stem}{}", random.one_of(&["Net", "Former", "GAN", "-2", "++", "’s Law", "Bench", ""]))
    }

    fn chinese(&self, random: &mut Random) -> String {
        let (task, method) = (random.one_of(&self.tasks), random.one_of(&self.methods));
        match random.below(3) {
            0 => format!("面向{task}的{method}研究"),
            1 => format!("基于{method}的{task}，及其应用"),
            _ => format!("“{task}”与{method}：方法与实验（{}）", random.below(90) + 10),
        }
    }

    /// The name of a scholar, always the same for the same one.
    pub(super) fn scholar(&self, seed: u64, scholar: u32) -> String {
        let mut random = Random::new(seed, Stream::Scholar, scholar.into());
        let given = self.name(1, &mut random);
        let length = 1 + random.below(2);
        let family = self.name(length, &mut random);
        let initial = char::from(b'A' + random.below(26) as u8);
        match random.below(10) {
            0 => format!("{given} {initial}. {family}"),
            1 => format!("{given}-{} {family}", self.name(1, &mut random)),
            _ => format!("{given} {family}"),
        }
    }

    fn name(&self, syllables: u64, random: &mut Random) -> String {
        let stem: String = (0..syllables).map(|_| random.one_of(&self.syllables)).collect();
        capital(&(stem + random.one_of(&self.endings)))
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
