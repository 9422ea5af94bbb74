// Made from src/schema by `node tools/graphql/generate.ts`; not to be changed by hand.
import type { MoneyModel } from './models.ts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type {
  EntityModel,
  TransactionModel,
  TransferModel,
  PaymentModel,
  FindingModel,
  RingModel,
  RingStepModel,
  RingMetricsModel,
  RingEventModel,
  MemberModel,
  EvidenceModel,
  LinkModel,
  NeighbourModel,
  SearchHitModel,
  LabelModel,
  HubModel,
  RingReasonModel,
  RiskModel,
  ReasonModel,
  ScoreModel,
  ScorePayloadModel,
  ScoreEventModel,
  ModelRunModel,
  ModelsModel,
  PolicyModel,
  EvaluationModel,
  NodeModel,
} from './models.ts';
import type { RingGraphData } from '../app/ring-graphs.ts';
import type { ApiContext } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string };
  String: { input: string; output: string };
  Boolean: { input: boolean; output: boolean };
  Int: { input: number; output: number };
  Float: { input: number; output: number };
  /** A point in time, ISO 8601 in UTC. */
  DateTime: { input: number; output: number };
  /**
   * An amount of money: `{ minor, currency }`, whole minor units (cents) of a currency. A sum beyond 2^53 - 1 has its
   * `minor` as text, so that no digit is lost.
   */
  Money: { input: MoneyModel; output: MoneyModel };
  /** An event in its wire form (docs/importing.md), as one JSON object. */
  Event: { input: unknown; output: unknown };
  /** A JSON object; each use says what it is to hold. */
  Json: { input: unknown; output: unknown };
};

/** What a caller must be allowed (docs/api.md lists what each role is). */
export type Permission = 'READ' | 'PERSONAL' | 'LABEL' | 'SCORE' | 'DETECT' | 'MANAGE' | 'INGEST';

/** Anything with an id of its own; `node` finds it by that id. */
export type Node = {
  readonly id: Scalars['ID']['output'];
};

export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor: Maybe<Scalars['String']['output']>;
  /** Pass it as `after` to go on. Lists that are searched as they go may have one without having an item. */
  readonly endCursor: Maybe<Scalars['String']['output']>;
};

export type Query = {
  readonly __typename?: 'Query';
  /** The version of the server. */
  readonly version: Scalars['String']['output'];
  /** What an id stands for: an entity, a ring or a finding; null when there is no such thing. */
  readonly node: Maybe<Node>;
  readonly detectors: ReadonlyArray<Detector>;
  readonly entity: Maybe<Entity>;
  /** Entities by their `id`, in the order given; null where there is none. At most 200. */
  readonly entities: ReadonlyArray<Maybe<Entity>>;
  /** Entities of which an id, name, e-mail or phone begins with the text, by type; `first` of each type, at most 25. */
  readonly search: ReadonlyArray<SearchGroup>;
  /** A finding by its own id, also one that a later run replaced. */
  readonly finding: Maybe<Finding>;
  /** Current findings, eldest first. */
  readonly findings: FindingConnection;
  /** Trainings, the newest first. */
  readonly modelRuns: ModelRunConnection;
  readonly models: Models;
  /** Trains and judges in a thread of its own, which takes its time; one at a time. The last answer stays until something comes. */
  readonly evaluation: Evaluation;
  /** Counts for many entities at once, in the order given. At most 200. */
  readonly neighbourCounts: ReadonlyArray<NeighbourCounts>;
  /** Neighbours in a stable order: type of link, outgoing before incoming, id. */
  readonly expand: NeighbourConnection;
  /** A shortest path over links of any type and direction, of at most 6 hops. */
  readonly path: Path;
  readonly policy: Policy;
  /** A ring by an id that is or was its own. */
  readonly ring: Maybe<Ring>;
  readonly rings: RingConnection;
  readonly risk: Risk;
  /** The latest scores, newest first; at most 20,000 are known. */
  readonly latestScores: ScoreConnection;
  readonly stats: Stats;
  /** Entities that bind nobody because too many share them. */
  readonly hubs: ReadonlyArray<Hub>;
  /** Counts by UTC day within [from, to), at most 3,660 days; days without any are left out. */
  readonly timeSeries: ReadonlyArray<DayCount>;
  /** A transfer or payment by its key. */
  readonly transaction: Maybe<Transaction>;
  /**
   * Transfers and payments as they arrived, eldest first; of one account where its id is given. A page looks at 20,000
   * events at most, so it may have fewer than asked for, and still a next one.
   */
  readonly transactions: TransactionConnection;
};

export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};

export type QueryEntityArgs = {
  type: EntityType;
  id: Scalars['String']['input'];
};

export type QueryEntitiesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};

export type QuerySearchArgs = {
  text: Scalars['String']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type QueryFindingArgs = {
  id: Scalars['String']['input'];
};

export type QueryFindingsArgs = {
  detector?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type QueryModelRunsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type QueryEvaluationArgs = {
  model?: InputMaybe<Scalars['String']['input']>;
  trainShare?: InputMaybe<Scalars['Float']['input']>;
};

export type QueryNeighbourCountsArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};

export type QueryExpandArgs = {
  id: Scalars['ID']['input'];
  types?: InputMaybe<ReadonlyArray<LinkType>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  exclude?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
};

export type QueryPathArgs = {
  a: Scalars['ID']['input'];
  b: Scalars['ID']['input'];
  maxHops?: InputMaybe<Scalars['Int']['input']>;
};

export type QueryRingArgs = {
  id: Scalars['String']['input'];
};

export type QueryRingsArgs = {
  filter?: InputMaybe<RingFilter>;
  sort?: InputMaybe<RingSort>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type QueryRiskArgs = {
  subject: RiskSubject;
};

export type QueryLatestScoresArgs = {
  decision?: InputMaybe<Decision>;
  minRisk?: InputMaybe<Scalars['Float']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type QueryTimeSeriesArgs = {
  metric: Metric;
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
};

export type QueryTransactionArgs = {
  source: Scalars['String']['input'];
  eventId: Scalars['String']['input'];
};

export type QueryTransactionsArgs = {
  account?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type DetectorOption = {
  readonly __typename?: 'DetectorOption';
  readonly name: Scalars['String']['output'];
  readonly default: Scalars['String']['output'];
  /** What it takes, such as a duration. */
  readonly takes: Scalars['String']['output'];
  readonly doc: Scalars['String']['output'];
  /** Where the default comes from. */
  readonly source: Scalars['String']['output'];
};

export type Detector = {
  readonly __typename?: 'Detector';
  readonly name: Scalars['String']['output'];
  readonly summary: Scalars['String']['output'];
  /** Runs only when it is named. */
  readonly onRequest: Scalars['Boolean']['output'];
  /** Runs event by event in this server. */
  readonly live: Scalars['Boolean']['output'];
  readonly options: ReadonlyArray<DetectorOption>;
};

export type DetectPayload = {
  readonly __typename?: 'DetectPayload';
  /** Findings of the detectors that ran. */
  readonly findings: Scalars['Int']['output'];
  /** Rings there are now. */
  readonly rings: Scalars['Int']['output'];
  /** What a cap cut short, one sentence each. */
  readonly truncated: ReadonlyArray<Scalars['String']['output']>;
  readonly seconds: Scalars['Float']['output'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Runs detectors that do not run live over everything stored, and keeps what they find; without names those that run by
   * default. One run at a time; running it again on the same events changes nothing.
   */
  readonly detect: DetectPayload;
  /** Stores events, at most 1,000. Each is judged by itself; the key (source and id) makes sending it again safe. */
  readonly ingest: IngestPayload;
  readonly label: LabelPayload;
  /** Trains on everything stored, in a thread of its own; answers when it is done. One at a time. */
  readonly train: TrainPayload;
  /** Makes a model the champion, from the next score on; the one before stays beside it as challenger. */
  readonly promote: PromotePayload;
  /** Makes the champion of before the last change champion again, from the next score on; the one before is put aside. */
  readonly rollBack: PromotePayload;
  /** Makes a policy the one that decides, from the next score on. */
  readonly setPolicy: SetPolicyPayload;
  /**
   * Scores a transfer or a payment. With `store` it is stored first, as by `ingest`, which asks for that permission too, and
   * the score is kept; without, nothing of it is left behind.
   */
  readonly score: ScorePayload;
};

export type MutationDetectArgs = {
  detectors?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type MutationIngestArgs = {
  events: ReadonlyArray<Scalars['Event']['input']>;
};

export type MutationLabelArgs = {
  input: LabelInput;
};

export type MutationTrainArgs = {
  input: TrainInput;
};

export type MutationPromoteArgs = {
  input: PromoteInput;
};

export type MutationRollBackArgs = {
  input: RollBackInput;
};

export type MutationSetPolicyArgs = {
  input: SetPolicyInput;
};

export type MutationScoreArgs = {
  transaction: Scalars['Event']['input'];
  store?: InputMaybe<Scalars['Boolean']['input']>;
  explain?: InputMaybe<Scalars['Boolean']['input']>;
};

export type EntityType = 'User' | 'Device' | 'Account' | 'IpAddress' | 'Merchant' | 'Identifier';

/**
 * Somebody or something of the graph. `id` is `Type:entityId`, unique over all types. Personal properties are left out
 * for callers who may not see them; of an Identifier, whose id is personal itself, such callers see a stand-in.
 */
export type Entity = {
  readonly id: Scalars['ID']['output'];
  readonly type: EntityType;
  /** The id as events name it. */
  readonly entityId: Scalars['String']['output'];
  /** The latest value of each property, by name. */
  readonly properties: ReadonlyArray<Property>;
  /** Labels in force, in order of arrival. */
  readonly labels: ReadonlyArray<Label>;
  /** Rises with every label that comes or goes; `label` takes it to notice that others were faster. */
  readonly labelVersion: Scalars['Int']['output'];
  /** Rings that it is a member of, strongest first. */
  readonly rings: ReadonlyArray<Ring>;
  /** Findings that it is a member of, eldest first. */
  readonly findings: FindingConnection;
  /** How many others it is joined to, by type and direction. */
  readonly neighbourCounts: ReadonlyArray<NeighbourCount>;
};

/**
 * Somebody or something of the graph. `id` is `Type:entityId`, unique over all types. Personal properties are left out
 * for callers who may not see them; of an Identifier, whose id is personal itself, such callers see a stand-in.
 */
export type EntityFindingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type User = Node &
  Entity & {
    readonly __typename?: 'User';
    readonly id: Scalars['ID']['output'];
    readonly type: EntityType;
    readonly entityId: Scalars['String']['output'];
    readonly properties: ReadonlyArray<Property>;
    readonly labels: ReadonlyArray<Label>;
    readonly labelVersion: Scalars['Int']['output'];
    readonly rings: ReadonlyArray<Ring>;
    readonly findings: FindingConnection;
    readonly neighbourCounts: ReadonlyArray<NeighbourCount>;
    /** Personal. */
    readonly name: Maybe<Scalars['String']['output']>;
    /** Personal. */
    readonly email: Maybe<Scalars['String']['output']>;
    /** Personal. */
    readonly phone: Maybe<Scalars['String']['output']>;
  };

export type UserFindingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Device = Node &
  Entity & {
    readonly __typename?: 'Device';
    readonly id: Scalars['ID']['output'];
    readonly type: EntityType;
    readonly entityId: Scalars['String']['output'];
    readonly properties: ReadonlyArray<Property>;
    readonly labels: ReadonlyArray<Label>;
    readonly labelVersion: Scalars['Int']['output'];
    readonly rings: ReadonlyArray<Ring>;
    readonly findings: FindingConnection;
    readonly neighbourCounts: ReadonlyArray<NeighbourCount>;
    readonly deviceType: Maybe<Scalars['String']['output']>;
    readonly os: Maybe<Scalars['String']['output']>;
  };

export type DeviceFindingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Account = Node &
  Entity & {
    readonly __typename?: 'Account';
    readonly id: Scalars['ID']['output'];
    readonly type: EntityType;
    readonly entityId: Scalars['String']['output'];
    readonly properties: ReadonlyArray<Property>;
    readonly labels: ReadonlyArray<Label>;
    readonly labelVersion: Scalars['Int']['output'];
    readonly rings: ReadonlyArray<Ring>;
    readonly findings: FindingConnection;
    readonly neighbourCounts: ReadonlyArray<NeighbourCount>;
    readonly accountType: Maybe<Scalars['String']['output']>;
    readonly currency: Maybe<Scalars['String']['output']>;
  };

export type AccountFindingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type IpAddress = Node &
  Entity & {
    readonly __typename?: 'IpAddress';
    readonly id: Scalars['ID']['output'];
    readonly type: EntityType;
    readonly entityId: Scalars['String']['output'];
    readonly properties: ReadonlyArray<Property>;
    readonly labels: ReadonlyArray<Label>;
    readonly labelVersion: Scalars['Int']['output'];
    readonly rings: ReadonlyArray<Ring>;
    readonly findings: FindingConnection;
    readonly neighbourCounts: ReadonlyArray<NeighbourCount>;
    /** The address, or the /64 of an IPv6 address. */
    readonly block: Maybe<Scalars['String']['output']>;
    /** Such as `hosting` or `carrier-nat`, where data says so. */
    readonly kind: Maybe<Scalars['String']['output']>;
    readonly country: Maybe<Scalars['String']['output']>;
  };

export type IpAddressFindingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Merchant = Node &
  Entity & {
    readonly __typename?: 'Merchant';
    readonly id: Scalars['ID']['output'];
    readonly type: EntityType;
    readonly entityId: Scalars['String']['output'];
    readonly properties: ReadonlyArray<Property>;
    readonly labels: ReadonlyArray<Label>;
    readonly labelVersion: Scalars['Int']['output'];
    readonly rings: ReadonlyArray<Ring>;
    readonly findings: FindingConnection;
    readonly neighbourCounts: ReadonlyArray<NeighbourCount>;
    readonly merchantType: Maybe<Scalars['String']['output']>;
  };

export type MerchantFindingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** A phone, e-mail or national id that several people should not share. */
export type Identifier = Node &
  Entity & {
    readonly __typename?: 'Identifier';
    readonly id: Scalars['ID']['output'];
    readonly type: EntityType;
    readonly entityId: Scalars['String']['output'];
    readonly properties: ReadonlyArray<Property>;
    readonly labels: ReadonlyArray<Label>;
    readonly labelVersion: Scalars['Int']['output'];
    readonly rings: ReadonlyArray<Ring>;
    readonly findings: FindingConnection;
    readonly neighbourCounts: ReadonlyArray<NeighbourCount>;
  };

/** A phone, e-mail or national id that several people should not share. */
export type IdentifierFindingsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Property = {
  readonly __typename?: 'Property';
  readonly name: Scalars['String']['output'];
  /** As text: numbers and truth values as JSON writes them. */
  readonly value: Scalars['String']['output'];
};

export type SearchHit = {
  readonly __typename?: 'SearchHit';
  readonly entity: Entity;
  /** Where the text was found: id, name, email or phone. */
  readonly field: Scalars['String']['output'];
};

export type SearchGroup = {
  readonly __typename?: 'SearchGroup';
  readonly type: EntityType;
  readonly hits: ReadonlyArray<SearchHit>;
};

export type MemberRole =
  | 'ORGANISER'
  | 'RECRUITER'
  | 'COLLECTOR'
  | 'MULE'
  | 'CASH_OUT'
  | 'MEMBER'
  | 'VICTIM'
  | 'BYSTANDER'
  | 'HOST'
  | 'IDENTIFIER';

export type Member = {
  readonly __typename?: 'Member';
  readonly entity: Entity;
  readonly role: MemberRole;
  /** The event at which it was first counted. */
  readonly since: Scalars['DateTime']['output'];
};

/** An event that proves a finding. */
export type Evidence = {
  readonly __typename?: 'Evidence';
  readonly source: Scalars['String']['output'];
  readonly eventId: Scalars['String']['output'];
  readonly kind: Scalars['String']['output'];
  readonly at: Scalars['DateTime']['output'];
  /** What it is, where it moved money. */
  readonly transaction: Maybe<Transaction>;
};

export type EvidenceEdge = {
  readonly __typename?: 'EvidenceEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Evidence;
};

export type EvidenceConnection = {
  readonly __typename?: 'EvidenceConnection';
  readonly edges: ReadonlyArray<EvidenceEdge>;
  readonly nodes: ReadonlyArray<Evidence>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** One detector's match, with its smallest proof. */
export type Finding = Node & {
  readonly __typename?: 'Finding';
  readonly id: Scalars['ID']['output'];
  readonly findingId: Scalars['String']['output'];
  readonly detector: Scalars['String']['output'];
  /** What it is about, as its detector's page says; null for callers who may not see the identifiers in it. */
  readonly subject: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly firstAt: Scalars['DateTime']['output'];
  readonly lastAt: Scalars['DateTime']['output'];
  /** 0 to 1; ranks, decides nothing. */
  readonly strength: Scalars['Float']['output'];
  readonly members: ReadonlyArray<Member>;
  /** Events that prove it, in order. */
  readonly evidence: EvidenceConnection;
  /** Ids of its members, and of the links that its evidence shows: what to light up on a picture of the ring. */
  readonly nodeIds: ReadonlyArray<Scalars['ID']['output']>;
  readonly linkIds: ReadonlyArray<Scalars['ID']['output']>;
  /** The largest number counted at one event. */
  readonly peak: Scalars['Int']['output'];
  /** Whether it may bind a ring; `notBinding` says why it never does. */
  readonly binds: Scalars['Boolean']['output'];
  readonly notBinding: Maybe<Scalars['String']['output']>;
  /** Proves little alone. */
  readonly circumstantial: Scalars['Boolean']['output'];
  /** Cycles: how many instances, exact. */
  readonly instances: Maybe<Scalars['String']['output']>;
  readonly rings: ReadonlyArray<Ring>;
};

/** One detector's match, with its smallest proof. */
export type FindingEvidenceArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type FindingEdge = {
  readonly __typename?: 'FindingEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Finding;
};

export type FindingConnection = {
  readonly __typename?: 'FindingConnection';
  readonly edges: ReadonlyArray<FindingEdge>;
  readonly nodes: ReadonlyArray<Finding>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type IngestResult = 'accepted' | 'duplicate' | 'conflict' | 'refused';

export type IngestOutcome = {
  readonly __typename?: 'IngestOutcome';
  readonly outcome: IngestResult;
  /** Null where the event could not be read. */
  readonly source: Maybe<Scalars['String']['output']>;
  readonly eventId: Maybe<Scalars['String']['output']>;
  /** Its number in the log; of a duplicate that of the first. */
  readonly seq: Maybe<Scalars['Int']['output']>;
  /** Code of the error table, message and field, where it was not stored. */
  readonly code: Maybe<Scalars['String']['output']>;
  readonly message: Maybe<Scalars['String']['output']>;
  readonly field: Maybe<Scalars['String']['output']>;
};

export type IngestPayload = {
  readonly __typename?: 'IngestPayload';
  readonly accepted: Scalars['Int']['output'];
  readonly duplicates: Scalars['Int']['output'];
  readonly conflicts: Scalars['Int']['output'];
  readonly refused: Scalars['Int']['output'];
  readonly outcomes: ReadonlyArray<IngestOutcome>;
};

export type Verdict = 'fraud' | 'legitimate' | 'inconclusive';

export type FraudAxis = 'FIRST_PARTY' | 'THIRD_PARTY' | 'SCAM';

/** A confirmed outcome about an entity. */
export type Label = {
  readonly __typename?: 'Label';
  readonly source: Scalars['String']['output'];
  readonly eventId: Scalars['String']['output'];
  readonly at: Scalars['DateTime']['output'];
  readonly verdict: Verdict;
  readonly axis: Maybe<FraudAxis>;
  readonly type: Maybe<Scalars['String']['output']>;
  readonly role: Maybe<Scalars['String']['output']>;
};

export type LabelInput = {
  /** Your own name for this act: sent again with the same key, nothing happens twice. */
  readonly key: Scalars['String']['input'];
  /** `id` of the entity. */
  readonly subject: Scalars['ID']['input'];
  readonly verdict: Verdict;
  readonly axis?: InputMaybe<FraudAxis>;
  readonly type?: InputMaybe<Scalars['String']['input']>;
  readonly role?: InputMaybe<Scalars['String']['input']>;
  /** `labelVersion` of the subject on which you decided; another one now is a VERSION_CONFLICT. Left out: not asked. */
  readonly version?: InputMaybe<Scalars['Int']['input']>;
};

export type LabelPayload = {
  readonly __typename?: 'LabelPayload';
  readonly label: Label;
  /** Null when no event but the label names the subject yet. */
  readonly entity: Maybe<Entity>;
  /** `labelVersion` of the subject now. */
  readonly version: Scalars['Int']['output'];
  /** Whether this key was there already. */
  readonly duplicate: Scalars['Boolean']['output'];
};

export type ModelStage =
  /** Decides. */
  | 'champion'
  /** Scores beside it and decides nothing. */
  | 'challenger';

export type Figure = {
  readonly __typename?: 'Figure';
  readonly name: Scalars['String']['output'];
  /** Null where there is nothing to measure. */
  readonly value: Maybe<Scalars['Float']['output']>;
};

/** One training, and all that its scores rest on. */
export type ModelRun = {
  readonly __typename?: 'ModelRun';
  readonly id: Scalars['ID']['output'];
  /** gbdt, logistic-regression, isolation-forest or ensemble. */
  readonly model: Scalars['String']['output'];
  readonly stage: Maybe<ModelStage>;
  readonly trainedAt: Scalars['DateTime']['output'];
  /** Times of the transactions that it learned from, and until when labels were known to it. */
  readonly from: Scalars['DateTime']['output'];
  readonly to: Scalars['DateTime']['output'];
  readonly labelsUntil: Scalars['DateTime']['output'];
  readonly features: ReadonlyArray<Scalars['String']['output']>;
  /** As JSON. */
  readonly parameters: Scalars['String']['output'];
  readonly seed: Maybe<Scalars['Int']['output']>;
  /** Rows by what they were taken for. */
  readonly rows: ReadonlyArray<NamedCount>;
  /** On the rows that calibrated it, which flatters; `evaluation` has figures to trust. */
  readonly metrics: ReadonlyArray<Figure>;
  /** SHA-256 of the model. */
  readonly checksum: Scalars['String']['output'];
};

export type ModelRunEdge = {
  readonly __typename?: 'ModelRunEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: ModelRun;
};

export type ModelRunConnection = {
  readonly __typename?: 'ModelRunConnection';
  readonly edges: ReadonlyArray<ModelRunEdge>;
  readonly nodes: ReadonlyArray<ModelRun>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

/** Which model does what. */
export type Models = {
  readonly __typename?: 'Models';
  /** Rises with every change; `promote` takes it to notice that others were faster. */
  readonly version: Scalars['Int']['output'];
  readonly champion: Maybe<ModelRun>;
  readonly challenger: Maybe<ModelRun>;
};

/** How well one set of features ranks. */
export type AblationLine = {
  readonly __typename?: 'AblationLine';
  /** transaction, graph, both, or both+rules. */
  readonly features: Scalars['String']['output'];
  readonly averagePrecision: Scalars['Float']['output'];
  /** Bounds of its 95 % interval, by rings. */
  readonly low: Scalars['Float']['output'];
  readonly high: Scalars['Float']['output'];
  readonly f1: Scalars['Float']['output'];
  readonly rocAuc: Scalars['Float']['output'];
};

/** What raising alerts from a risk on gives. */
export type AlertLine = {
  readonly __typename?: 'AlertLine';
  readonly from: Scalars['Float']['output'];
  readonly alerts: Scalars['Int']['output'];
  readonly alertsPerDay: Scalars['Float']['output'];
  readonly precision: Scalars['Float']['output'];
  readonly recall: Scalars['Float']['output'];
  readonly rings: Scalars['Int']['output'];
  readonly ringsFound: Scalars['Int']['output'];
  /** From a ring's first fraud to its first alert. */
  readonly medianDays: Maybe<Scalars['Float']['output']>;
};

export type CalibrationBand = {
  readonly __typename?: 'CalibrationBand';
  readonly from: Scalars['Float']['output'];
  readonly to: Scalars['Float']['output'];
  readonly rows: Scalars['Int']['output'];
  readonly observed: Scalars['Int']['output'];
  readonly expected: Scalars['Float']['output'];
};

export type CurvePoint = {
  readonly __typename?: 'CurvePoint';
  readonly threshold: Scalars['Float']['output'];
  readonly precision: Scalars['Float']['output'];
  readonly recall: Scalars['Float']['output'];
};

/** Models judged by the store's own labels: trained before, judged after, no ring on both sides. */
export type Evaluation = {
  readonly __typename?: 'Evaluation';
  readonly model: Scalars['String']['output'];
  readonly trainedAt: Scalars['DateTime']['output'];
  readonly from: Scalars['DateTime']['output'];
  readonly to: Scalars['DateTime']['output'];
  readonly rows: Scalars['Int']['output'];
  readonly frauds: Scalars['Int']['output'];
  readonly ringsOnBothSides: Scalars['Int']['output'];
  readonly ablation: ReadonlyArray<AblationLine>;
  readonly alerts: ReadonlyArray<AlertLine>;
  readonly calibration: ReadonlyArray<CalibrationBand>;
  readonly brierSkill: Scalars['Float']['output'];
  /** 1 is right; below, risks are too far from the middle. */
  readonly calibrationSlope: Scalars['Float']['output'];
  /** Precision and recall. */
  readonly curve: ReadonlyArray<CurvePoint>;
  readonly notes: ReadonlyArray<Scalars['String']['output']>;
};

export type TrainInput = {
  /** Your own name for this act: sent again with the same key, nothing is trained twice. */
  readonly key: Scalars['String']['input'];
  /** gbdt when left out. */
  readonly model?: InputMaybe<Scalars['String']['input']>;
  /** By name, as docs/models.md lists them. */
  readonly parameters?: InputMaybe<Scalars['Json']['input']>;
  readonly smote?: InputMaybe<Scalars['Boolean']['input']>;
  readonly tune?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether it decides at once. The first model does in any case. */
  readonly promote?: InputMaybe<Scalars['Boolean']['input']>;
};

export type TrainPayload = {
  readonly __typename?: 'TrainPayload';
  readonly run: ModelRun;
  /** What was left out, drawn or presumed. */
  readonly notes: ReadonlyArray<Scalars['String']['output']>;
  readonly duplicate: Scalars['Boolean']['output'];
};

export type PromoteInput = {
  readonly key: Scalars['String']['input'];
  /** Id of a run, or its first letters, at least 4. */
  readonly run: Scalars['String']['input'];
  /** `version` of `models` on which you decided; another one now is a VERSION_CONFLICT. Left out: not asked. */
  readonly version?: InputMaybe<Scalars['Int']['input']>;
};

export type RollBackInput = {
  readonly key: Scalars['String']['input'];
  /** `version` of `models` on which you decided; another one now is a VERSION_CONFLICT. Left out: not asked. */
  readonly version?: InputMaybe<Scalars['Int']['input']>;
};

export type PromotePayload = {
  readonly __typename?: 'PromotePayload';
  readonly models: Models;
  readonly duplicate: Scalars['Boolean']['output'];
};

export type LinkType = 'HAS_ACCOUNT' | 'TRANSFERS_TO' | 'USES_DEVICE' | 'USES_IP';

export type Direction = 'OUT' | 'IN';

export type NeighbourCount = {
  readonly __typename?: 'NeighbourCount';
  readonly type: LinkType;
  /** OUT where the link begins at the entity asked about. */
  readonly direction: Direction;
  readonly neighbours: Scalars['Int']['output'];
};

export type NeighbourCounts = {
  readonly __typename?: 'NeighbourCounts';
  readonly id: Scalars['ID']['output'];
  readonly counts: ReadonlyArray<NeighbourCount>;
};

/** All edges of one type from one entity to another, as one. */
export type Link = {
  readonly __typename?: 'Link';
  /** `TYPE:from>to` by the ids of both ends; findings name it in `linkIds`. */
  readonly id: Scalars['ID']['output'];
  readonly type: LinkType;
  readonly from: Entity;
  readonly to: Entity;
  /** First and last use, or transfer. */
  readonly first: Scalars['DateTime']['output'];
  readonly last: Scalars['DateTime']['output'];
  /** Uses, or transfers. */
  readonly count: Scalars['Int']['output'];
  /** Transfers: their sum, by currency. */
  readonly sums: ReadonlyArray<Scalars['Money']['output']>;
};

export type Neighbour = {
  readonly __typename?: 'Neighbour';
  readonly entity: Entity;
  readonly link: Link;
};

export type NeighbourEdge = {
  readonly __typename?: 'NeighbourEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Neighbour;
};

export type NeighbourConnection = {
  readonly __typename?: 'NeighbourConnection';
  readonly edges: ReadonlyArray<NeighbourEdge>;
  readonly nodes: ReadonlyArray<Neighbour>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
  /** Whether the entity has more edges than are looked at (5,000), so that some neighbours never come. */
  readonly truncated: Scalars['Boolean']['output'];
};

export type Path = {
  readonly __typename?: 'Path';
  readonly found: Scalars['Boolean']['output'];
  /** From one end to the other, both included. */
  readonly nodes: ReadonlyArray<Entity>;
  /** One less than there are nodes. */
  readonly links: ReadonlyArray<Link>;
  /** Whether a bound ended the search, so that not found is not the same as not there. */
  readonly truncated: Scalars['Boolean']['output'];
};

export type PolicyKind = 'LEGITIMACY' | 'EXPECTED_COST';

/** How risks become decisions. */
export type Policy = {
  readonly __typename?: 'Policy';
  /** Rises with every change. */
  readonly version: Scalars['Int']['output'];
  /** Which of the two decides. */
  readonly decides: PolicyKind;
  /** Approve from this legitimacy on; deny up to the other; between them review. */
  readonly approve: Scalars['Float']['output'];
  readonly deny: Scalars['Float']['output'];
  /** The whole document, as JSON. */
  readonly document: Scalars['String']['output'];
};

export type SetPolicyInput = {
  readonly key: Scalars['String']['input'];
  /** The document of docs/risk.md: decides, legitimacy, expectedCost. Its format and version are set by the server. */
  readonly policy: Scalars['Json']['input'];
  /** `version` of the policy on which you decided; another one now is a VERSION_CONFLICT. Left out: not asked. */
  readonly version?: InputMaybe<Scalars['Int']['input']>;
};

export type SetPolicyPayload = {
  readonly __typename?: 'SetPolicyPayload';
  readonly policy: Policy;
  readonly duplicate: Scalars['Boolean']['output'];
};

export type RingEventChange =
  | 'FORMED'
  | 'GREW'
  | 'CHANGED'
  | 'MERGED'
  | 'GONE'
  /** Changes were missed: read all that is shown anew. */
  | 'RESET';

export type RingEvent = {
  readonly __typename?: 'RingEvent';
  /** Rises by one from change to change within a stream. */
  readonly seq: Scalars['Int']['output'];
  /** Names the run of the server; a number of another stream says nothing. */
  readonly stream: Scalars['String']['output'];
  readonly change: RingEventChange;
  /** By its own id; null for a RESET. */
  readonly ringId: Maybe<Scalars['String']['output']>;
  /** As it is then; null when it is gone. */
  readonly ring: Maybe<Ring>;
  /** MERGED: the ring that it is part of now. */
  readonly into: Maybe<Scalars['String']['output']>;
  readonly at: Scalars['DateTime']['output'];
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /**
   * Changes of rings after a number of a stream, then those to come; without a number only those to come. After a cut
   * give the last `seq` and `stream` that came: nothing is lost, or a RESET says that something was.
   */
  readonly ringEvents: RingEvent;
  /**
   * Scores of new transactions after a number of a stream, then those to come; without a number only those to come. Positions
   * are as those of `ringEvents`.
   */
  readonly scores: ScoreEvent;
};

export type SubscriptionRingEventsArgs = {
  sinceSeq?: InputMaybe<Scalars['Int']['input']>;
  stream?: InputMaybe<Scalars['String']['input']>;
};

export type SubscriptionScoresArgs = {
  sinceSeq?: InputMaybe<Scalars['Int']['input']>;
  stream?: InputMaybe<Scalars['String']['input']>;
};

export type RingChange = 'formed' | 'grew' | 'merged' | 'split';

/** One step in the life of a ring. */
export type RingStep = {
  readonly __typename?: 'RingStep';
  readonly at: Scalars['DateTime']['output'];
  readonly change: RingChange;
  /** Who joined with it. */
  readonly joined: ReadonlyArray<Entity>;
  /** The finding that caused it; null when it is no longer kept. */
  readonly finding: Maybe<Finding>;
  /** merged: the ring taken in; split: the ring it came from. */
  readonly other: Maybe<Scalars['String']['output']>;
};

export type RingMetrics = {
  readonly __typename?: 'RingMetrics';
  /** Edges over possible edges, 0 to 1. */
  readonly density: Scalars['Float']['output'];
  /** Where to look for an organiser first; empty when all are equal. */
  readonly central: ReadonlyArray<Entity>;
};

/** Why a ring has its risk: one line of evidence. */
export type RingReason = {
  readonly __typename?: 'RingReason';
  readonly line: Scalars['String']['output'];
  /** Points of all reasons add up to the risk of the ring. */
  readonly points: Scalars['Float']['output'];
  readonly text: Scalars['String']['output'];
  /** Findings of the line, strongest first; their `nodeIds` and `linkIds` say what to light up. */
  readonly findings: ReadonlyArray<Finding>;
  /** Suspects of the strongest finding, and what they share. */
  readonly nodeIds: ReadonlyArray<Scalars['ID']['output']>;
  /** Events that prove the strongest finding, at most 25. */
  readonly evidence: ReadonlyArray<Evidence>;
};

export type RingGraph = {
  readonly __typename?: 'RingGraph';
  readonly nodes: ReadonlyArray<Entity>;
  readonly links: ReadonlyArray<Link>;
  /** Whether there are more edges than are looked at (5,000). */
  readonly truncated: Scalars['Boolean']['output'];
};

/** A lasting set of members bound by findings. */
export type Ring = Node & {
  readonly __typename?: 'Ring';
  readonly id: Scalars['ID']['output'];
  readonly ringId: Scalars['String']['output'];
  /** The same as long as nothing about the ring changes. */
  readonly version: Scalars['String']['output'];
  /** 0 to 1, of its strongest finding. */
  readonly strength: Scalars['Float']['output'];
  /** 0 to 100: how much speaks for it, by all its findings. Ranks rings; decides nothing. */
  readonly risk: Scalars['Float']['output'];
  /** Most points first. */
  readonly reasons: ReadonlyArray<RingReason>;
  readonly formedAt: Scalars['DateTime']['output'];
  readonly lastActiveAt: Scalars['DateTime']['output'];
  /** The ring it was split from. */
  readonly parent: Maybe<Scalars['String']['output']>;
  readonly memberCount: Scalars['Int']['output'];
  readonly members: ReadonlyArray<Member>;
  /** Eldest first. */
  readonly findings: ReadonlyArray<Finding>;
  readonly history: ReadonlyArray<RingStep>;
  readonly metrics: RingMetrics;
  /** Its members and the links between them. */
  readonly graph: RingGraph;
};

export type RingEdge = {
  readonly __typename?: 'RingEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Ring;
};

export type RingConnection = {
  readonly __typename?: 'RingConnection';
  readonly edges: ReadonlyArray<RingEdge>;
  readonly nodes: ReadonlyArray<Ring>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type RingFilter = {
  /** Rings with a finding of this detector. */
  readonly detector?: InputMaybe<Scalars['String']['input']>;
  /** 0 to 1. */
  readonly minStrength?: InputMaybe<Scalars['Float']['input']>;
  /** Rings with this entity among their members. */
  readonly member?: InputMaybe<Scalars['ID']['input']>;
  readonly minMembers?: InputMaybe<Scalars['Int']['input']>;
  readonly activeSince?: InputMaybe<Scalars['DateTime']['input']>;
};

export type RingSort = 'STRONGEST' | 'LAST_ACTIVE' | 'LARGEST' | 'NEWEST';

/** Whose risk is asked about: exactly one. */
export type RiskSubject = {
  /** A transfer or a payment. */
  readonly event?: InputMaybe<EventKey>;
  /** `id` of a user or an account. */
  readonly entity?: InputMaybe<Scalars['ID']['input']>;
  /** Id of a ring. */
  readonly ring?: InputMaybe<Scalars['String']['input']>;
};

export type EventKey = {
  readonly source: Scalars['String']['input'];
  readonly eventId: Scalars['String']['input'];
};

export type Risk = {
  readonly __typename?: 'Risk';
  /**
   * 0 to 100. Of a transaction its score's; of a user or an account the largest of `scores`; of a ring its own, on a scale of
   * its own. Null when nothing is known.
   */
  readonly risk: Maybe<Scalars['Float']['output']>;
  /** Of a transaction its score; of a user or an account those of its latest transactions, newest first, at most 20. */
  readonly scores: ReadonlyArray<Score>;
  /** Rings that the subject is in, or the ring itself. They do not go into the risk of a user or an account. */
  readonly rings: ReadonlyArray<Ring>;
  /** The store does not answer, so that what is told is what memory knows, or the champion is damaged and rules alone decide. */
  readonly degraded: Scalars['Boolean']['output'];
};

export type Decision = 'approve' | 'review' | 'deny';

/** One reason for a risk. `base` and the points of all reasons of a score add up to its risk. */
export type Reason = {
  readonly __typename?: 'Reason';
  /** feature, rule, or others: features whose points are too few to be named. */
  readonly kind: Scalars['String']['output'];
  /** Name of the feature or id of the rule. */
  readonly name: Scalars['String']['output'];
  /** Positive raises the risk. */
  readonly points: Scalars['Float']['output'];
  readonly text: Scalars['String']['output'];
  /** Of the feature, as text; null when it is missing. */
  readonly value: Maybe<Scalars['String']['output']>;
  /** Nodes and links that it is about: what to light up. */
  readonly nodeIds: ReadonlyArray<Scalars['ID']['output']>;
  readonly linkIds: ReadonlyArray<Scalars['ID']['output']>;
};

/** What each answer is expected to cost, in minor units of the policy's currency. */
export type ExpectedCost = {
  readonly __typename?: 'ExpectedCost';
  readonly approve: Scalars['Money']['output'];
  readonly review: Scalars['Money']['output'];
  readonly deny: Scalars['Money']['output'];
  readonly cheapest: Decision;
};

/** What the challenger says; it decides nothing. */
export type ShadowScore = {
  readonly __typename?: 'ShadowScore';
  readonly run: Scalars['String']['output'];
  readonly risk: Scalars['Float']['output'];
  readonly decision: Decision;
};

/** The risk of one transaction and what to do with it. */
export type Score = {
  readonly __typename?: 'Score';
  readonly source: Scalars['String']['output'];
  readonly eventId: Scalars['String']['output'];
  /** When the transaction was known. */
  readonly at: Scalars['DateTime']['output'];
  readonly user: Maybe<User>;
  /** The one that pays first. */
  readonly accounts: ReadonlyArray<Account>;
  readonly amount: Scalars['Money']['output'];
  /** 0 to 100, two decimals. */
  readonly risk: Scalars['Float']['output'];
  /** 1 - risk / 100. */
  readonly legitimacy: Scalars['Float']['output'];
  readonly decision: Decision;
  /** What decided: a policy, the id of a rule, or ring-alone. */
  readonly by: Scalars['String']['output'];
  /** Id of the model run that decided; null when only rules did. */
  readonly run: Maybe<Scalars['String']['output']>;
  /** Of the model alone; null for a score that was kept before the server started. */
  readonly modelRisk: Maybe<Scalars['Float']['output']>;
  readonly base: Maybe<Scalars['Float']['output']>;
  /** Null for an approval that was not asked to be explained. */
  readonly reasons: Maybe<ReadonlyArray<Reason>>;
  /** Null for another currency than the policy's, and where it was not kept. */
  readonly expectedCost: Maybe<ExpectedCost>;
  readonly shadow: Maybe<ShadowScore>;
};

export type ScoreMoment =
  /** With all that is known now. */
  | 'now'
  /** When the transaction came, before it counted for others. */
  | 'arrival'
  /** With all that is known now, of a transaction that counts already. */
  | 'later';

export type ScorePayload = {
  readonly __typename?: 'ScorePayload';
  readonly score: Score;
  readonly made: ScoreMoment;
  readonly stored: Scalars['Boolean']['output'];
  /** Whether the transaction was stored before. */
  readonly duplicate: Scalars['Boolean']['output'];
  /** The store does not answer, so that the score is of what memory knew before, or the champion is damaged and rules alone decide. */
  readonly degraded: Scalars['Boolean']['output'];
};

export type ScoreEdge = {
  readonly __typename?: 'ScoreEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Score;
};

export type ScoreConnection = {
  readonly __typename?: 'ScoreConnection';
  readonly edges: ReadonlyArray<ScoreEdge>;
  readonly nodes: ReadonlyArray<Score>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type ScoreEventChange =
  | 'SCORED'
  /** Scores were missed: read `latestScores`. */
  | 'RESET';

export type ScoreEvent = {
  readonly __typename?: 'ScoreEvent';
  /** Rises by one from score to score within a stream. */
  readonly seq: Scalars['Int']['output'];
  /** Names the run of the server; a number of another stream says nothing. */
  readonly stream: Scalars['String']['output'];
  readonly change: ScoreEventChange;
  /** Null for a RESET. */
  readonly score: Maybe<Score>;
  readonly at: Scalars['DateTime']['output'];
};

export type NamedCount = {
  readonly __typename?: 'NamedCount';
  readonly name: Scalars['String']['output'];
  readonly count: Scalars['Int']['output'];
};

export type Hub = {
  readonly __typename?: 'Hub';
  readonly entity: Entity;
  readonly reason: Scalars['String']['output'];
  /** The first day on which it mattered. */
  readonly day: Scalars['DateTime']['output'];
  /** What it kept from binding, or from being a finding. */
  readonly keptOut: Scalars['Int']['output'];
};

export type Stats = {
  readonly __typename?: 'Stats';
  /** Events by kind. */
  readonly events: ReadonlyArray<NamedCount>;
  /** Entities by type. */
  readonly entities: ReadonlyArray<NamedCount>;
  /** Edges by type. */
  readonly links: ReadonlyArray<NamedCount>;
  /** Findings by detector. */
  readonly findings: ReadonlyArray<NamedCount>;
  readonly rings: Scalars['Int']['output'];
  /** Number of the newest stored event, and of the newest that detection has taken in. */
  readonly head: Scalars['Int']['output'];
  readonly detected: Scalars['Int']['output'];
  /** Such as `ready` or `starting`. */
  readonly state: Scalars['String']['output'];
};

export type Metric =
  | 'EVENTS'
  | 'TRANSFERS'
  | 'PAYMENTS'
  | 'REGISTRATIONS'
  /** By the day of their first completing event. */
  | 'FINDINGS'
  | 'RINGS_FORMED';

export type DayCount = {
  readonly __typename?: 'DayCount';
  readonly day: Scalars['DateTime']['output'];
  readonly count: Scalars['Int']['output'];
};

/** Money that moved, or was ordered to. */
export type Transaction = {
  readonly source: Scalars['String']['output'];
  readonly eventId: Scalars['String']['output'];
  readonly at: Scalars['DateTime']['output'];
  readonly amount: Scalars['Money']['output'];
  readonly user: Maybe<User>;
  readonly device: Maybe<Device>;
  readonly ipAddress: Maybe<IpAddress>;
};

export type Transfer = Transaction & {
  readonly __typename?: 'Transfer';
  readonly source: Scalars['String']['output'];
  readonly eventId: Scalars['String']['output'];
  readonly at: Scalars['DateTime']['output'];
  readonly amount: Scalars['Money']['output'];
  readonly user: Maybe<User>;
  readonly device: Maybe<Device>;
  readonly ipAddress: Maybe<IpAddress>;
  readonly from: Account;
  readonly to: Account;
  /** What reached the payee, where it differs. */
  readonly received: Maybe<Scalars['Money']['output']>;
  readonly rail: Maybe<Scalars['String']['output']>;
};

export type Payment = Transaction & {
  readonly __typename?: 'Payment';
  readonly source: Scalars['String']['output'];
  readonly eventId: Scalars['String']['output'];
  readonly at: Scalars['DateTime']['output'];
  readonly amount: Scalars['Money']['output'];
  readonly user: Maybe<User>;
  readonly device: Maybe<Device>;
  readonly ipAddress: Maybe<IpAddress>;
  readonly account: Account;
  readonly merchant: Merchant;
  readonly category: Maybe<Scalars['String']['output']>;
};

export type TransactionEdge = {
  readonly __typename?: 'TransactionEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Transaction;
};

export type TransactionConnection = {
  readonly __typename?: 'TransactionConnection';
  readonly edges: ReadonlyArray<TransactionEdge>;
  readonly nodes: ReadonlyArray<Transaction>;
  readonly pageInfo: PageInfo;
};

export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<
  TResult,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<
  TResult,
  TKey extends string,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<
  TTypes,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
> = (parent: TParent, context: TContext, info: GraphQLResolveInfo) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  obj: T,
  context: TContext,
  info: GraphQLResolveInfo,
) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<
  TResult = Record<PropertyKey, never>,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>;

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Money: ResolverTypeWrapper<Scalars['Money']['output']>;
  Event: ResolverTypeWrapper<Scalars['Event']['output']>;
  Json: ResolverTypeWrapper<Scalars['Json']['output']>;
  Permission: Permission;
  Node: ResolverTypeWrapper<NodeModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Query: ResolverTypeWrapper<unknown>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  DetectorOption: ResolverTypeWrapper<DetectorOption>;
  Detector: ResolverTypeWrapper<Detector>;
  DetectPayload: ResolverTypeWrapper<DetectPayload>;
  Mutation: ResolverTypeWrapper<unknown>;
  EntityType: EntityType;
  Entity: ResolverTypeWrapper<EntityModel>;
  User: ResolverTypeWrapper<EntityModel>;
  Device: ResolverTypeWrapper<EntityModel>;
  Account: ResolverTypeWrapper<EntityModel>;
  IpAddress: ResolverTypeWrapper<EntityModel>;
  Merchant: ResolverTypeWrapper<EntityModel>;
  Identifier: ResolverTypeWrapper<EntityModel>;
  Property: ResolverTypeWrapper<Property>;
  SearchHit: ResolverTypeWrapper<SearchHitModel>;
  SearchGroup: ResolverTypeWrapper<
    Omit<SearchGroup, 'hits'> & { hits: ReadonlyArray<ResolversTypes['SearchHit']> }
  >;
  MemberRole: MemberRole;
  Member: ResolverTypeWrapper<MemberModel>;
  Evidence: ResolverTypeWrapper<EvidenceModel>;
  EvidenceEdge: ResolverTypeWrapper<Omit<EvidenceEdge, 'node'> & { node: ResolversTypes['Evidence'] }>;
  EvidenceConnection: ResolverTypeWrapper<
    Omit<EvidenceConnection, 'edges' | 'nodes'> & {
      edges: ReadonlyArray<ResolversTypes['EvidenceEdge']>;
      nodes: ReadonlyArray<ResolversTypes['Evidence']>;
    }
  >;
  Finding: ResolverTypeWrapper<FindingModel>;
  FindingEdge: ResolverTypeWrapper<Omit<FindingEdge, 'node'> & { node: ResolversTypes['Finding'] }>;
  FindingConnection: ResolverTypeWrapper<
    Omit<FindingConnection, 'edges' | 'nodes'> & {
      edges: ReadonlyArray<ResolversTypes['FindingEdge']>;
      nodes: ReadonlyArray<ResolversTypes['Finding']>;
    }
  >;
  IngestResult: IngestResult;
  IngestOutcome: ResolverTypeWrapper<IngestOutcome>;
  IngestPayload: ResolverTypeWrapper<IngestPayload>;
  Verdict: Verdict;
  FraudAxis: FraudAxis;
  Label: ResolverTypeWrapper<LabelModel>;
  LabelInput: LabelInput;
  LabelPayload: ResolverTypeWrapper<
    Omit<LabelPayload, 'label' | 'entity'> & {
      label: ResolversTypes['Label'];
      entity?: Maybe<ResolversTypes['Entity']>;
    }
  >;
  ModelStage: ModelStage;
  Figure: ResolverTypeWrapper<Figure>;
  ModelRun: ResolverTypeWrapper<ModelRunModel>;
  ModelRunEdge: ResolverTypeWrapper<Omit<ModelRunEdge, 'node'> & { node: ResolversTypes['ModelRun'] }>;
  ModelRunConnection: ResolverTypeWrapper<
    Omit<ModelRunConnection, 'edges' | 'nodes'> & {
      edges: ReadonlyArray<ResolversTypes['ModelRunEdge']>;
      nodes: ReadonlyArray<ResolversTypes['ModelRun']>;
    }
  >;
  Models: ResolverTypeWrapper<ModelsModel>;
  AblationLine: ResolverTypeWrapper<AblationLine>;
  AlertLine: ResolverTypeWrapper<AlertLine>;
  CalibrationBand: ResolverTypeWrapper<CalibrationBand>;
  CurvePoint: ResolverTypeWrapper<CurvePoint>;
  Evaluation: ResolverTypeWrapper<EvaluationModel>;
  TrainInput: TrainInput;
  TrainPayload: ResolverTypeWrapper<Omit<TrainPayload, 'run'> & { run: ResolversTypes['ModelRun'] }>;
  PromoteInput: PromoteInput;
  RollBackInput: RollBackInput;
  PromotePayload: ResolverTypeWrapper<Omit<PromotePayload, 'models'> & { models: ResolversTypes['Models'] }>;
  LinkType: LinkType;
  Direction: Direction;
  NeighbourCount: ResolverTypeWrapper<NeighbourCount>;
  NeighbourCounts: ResolverTypeWrapper<NeighbourCounts>;
  Link: ResolverTypeWrapper<LinkModel>;
  Neighbour: ResolverTypeWrapper<NeighbourModel>;
  NeighbourEdge: ResolverTypeWrapper<Omit<NeighbourEdge, 'node'> & { node: ResolversTypes['Neighbour'] }>;
  NeighbourConnection: ResolverTypeWrapper<
    Omit<NeighbourConnection, 'edges' | 'nodes'> & {
      edges: ReadonlyArray<ResolversTypes['NeighbourEdge']>;
      nodes: ReadonlyArray<ResolversTypes['Neighbour']>;
    }
  >;
  Path: ResolverTypeWrapper<
    Omit<Path, 'nodes' | 'links'> & {
      nodes: ReadonlyArray<ResolversTypes['Entity']>;
      links: ReadonlyArray<ResolversTypes['Link']>;
    }
  >;
  PolicyKind: PolicyKind;
  Policy: ResolverTypeWrapper<PolicyModel>;
  SetPolicyInput: SetPolicyInput;
  SetPolicyPayload: ResolverTypeWrapper<
    Omit<SetPolicyPayload, 'policy'> & { policy: ResolversTypes['Policy'] }
  >;
  RingEventChange: RingEventChange;
  RingEvent: ResolverTypeWrapper<RingEventModel>;
  Subscription: ResolverTypeWrapper<unknown>;
  RingChange: RingChange;
  RingStep: ResolverTypeWrapper<RingStepModel>;
  RingMetrics: ResolverTypeWrapper<RingMetricsModel>;
  RingReason: ResolverTypeWrapper<RingReasonModel>;
  RingGraph: ResolverTypeWrapper<RingGraphData>;
  Ring: ResolverTypeWrapper<RingModel>;
  RingEdge: ResolverTypeWrapper<Omit<RingEdge, 'node'> & { node: ResolversTypes['Ring'] }>;
  RingConnection: ResolverTypeWrapper<
    Omit<RingConnection, 'edges' | 'nodes'> & {
      edges: ReadonlyArray<ResolversTypes['RingEdge']>;
      nodes: ReadonlyArray<ResolversTypes['Ring']>;
    }
  >;
  RingFilter: RingFilter;
  RingSort: RingSort;
  RiskSubject: RiskSubject;
  EventKey: EventKey;
  Risk: ResolverTypeWrapper<RiskModel>;
  Decision: Decision;
  Reason: ResolverTypeWrapper<ReasonModel>;
  ExpectedCost: ResolverTypeWrapper<ExpectedCost>;
  ShadowScore: ResolverTypeWrapper<ShadowScore>;
  Score: ResolverTypeWrapper<ScoreModel>;
  ScoreMoment: ScoreMoment;
  ScorePayload: ResolverTypeWrapper<ScorePayloadModel>;
  ScoreEdge: ResolverTypeWrapper<Omit<ScoreEdge, 'node'> & { node: ResolversTypes['Score'] }>;
  ScoreConnection: ResolverTypeWrapper<
    Omit<ScoreConnection, 'edges' | 'nodes'> & {
      edges: ReadonlyArray<ResolversTypes['ScoreEdge']>;
      nodes: ReadonlyArray<ResolversTypes['Score']>;
    }
  >;
  ScoreEventChange: ScoreEventChange;
  ScoreEvent: ResolverTypeWrapper<ScoreEventModel>;
  NamedCount: ResolverTypeWrapper<NamedCount>;
  Hub: ResolverTypeWrapper<HubModel>;
  Stats: ResolverTypeWrapper<Stats>;
  Metric: Metric;
  DayCount: ResolverTypeWrapper<DayCount>;
  Transaction: ResolverTypeWrapper<TransactionModel>;
  Transfer: ResolverTypeWrapper<TransferModel>;
  Payment: ResolverTypeWrapper<PaymentModel>;
  TransactionEdge: ResolverTypeWrapper<
    Omit<TransactionEdge, 'node'> & { node: ResolversTypes['Transaction'] }
  >;
  TransactionConnection: ResolverTypeWrapper<
    Omit<TransactionConnection, 'edges' | 'nodes'> & {
      edges: ReadonlyArray<ResolversTypes['TransactionEdge']>;
      nodes: ReadonlyArray<ResolversTypes['Transaction']>;
    }
  >;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Money: Scalars['Money']['output'];
  Event: Scalars['Event']['output'];
  Json: Scalars['Json']['output'];
  Node: NodeModel;
  ID: Scalars['ID']['output'];
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
  Query: unknown;
  Int: Scalars['Int']['output'];
  Float: Scalars['Float']['output'];
  DetectorOption: DetectorOption;
  Detector: Detector;
  DetectPayload: DetectPayload;
  Mutation: unknown;
  Entity: EntityModel;
  User: EntityModel;
  Device: EntityModel;
  Account: EntityModel;
  IpAddress: EntityModel;
  Merchant: EntityModel;
  Identifier: EntityModel;
  Property: Property;
  SearchHit: SearchHitModel;
  SearchGroup: Omit<SearchGroup, 'hits'> & { hits: ReadonlyArray<ResolversParentTypes['SearchHit']> };
  Member: MemberModel;
  Evidence: EvidenceModel;
  EvidenceEdge: Omit<EvidenceEdge, 'node'> & { node: ResolversParentTypes['Evidence'] };
  EvidenceConnection: Omit<EvidenceConnection, 'edges' | 'nodes'> & {
    edges: ReadonlyArray<ResolversParentTypes['EvidenceEdge']>;
    nodes: ReadonlyArray<ResolversParentTypes['Evidence']>;
  };
  Finding: FindingModel;
  FindingEdge: Omit<FindingEdge, 'node'> & { node: ResolversParentTypes['Finding'] };
  FindingConnection: Omit<FindingConnection, 'edges' | 'nodes'> & {
    edges: ReadonlyArray<ResolversParentTypes['FindingEdge']>;
    nodes: ReadonlyArray<ResolversParentTypes['Finding']>;
  };
  IngestOutcome: IngestOutcome;
  IngestPayload: IngestPayload;
  Label: LabelModel;
  LabelInput: LabelInput;
  LabelPayload: Omit<LabelPayload, 'label' | 'entity'> & {
    label: ResolversParentTypes['Label'];
    entity?: Maybe<ResolversParentTypes['Entity']>;
  };
  Figure: Figure;
  ModelRun: ModelRunModel;
  ModelRunEdge: Omit<ModelRunEdge, 'node'> & { node: ResolversParentTypes['ModelRun'] };
  ModelRunConnection: Omit<ModelRunConnection, 'edges' | 'nodes'> & {
    edges: ReadonlyArray<ResolversParentTypes['ModelRunEdge']>;
    nodes: ReadonlyArray<ResolversParentTypes['ModelRun']>;
  };
  Models: ModelsModel;
  AblationLine: AblationLine;
  AlertLine: AlertLine;
  CalibrationBand: CalibrationBand;
  CurvePoint: CurvePoint;
  Evaluation: EvaluationModel;
  TrainInput: TrainInput;
  TrainPayload: Omit<TrainPayload, 'run'> & { run: ResolversParentTypes['ModelRun'] };
  PromoteInput: PromoteInput;
  RollBackInput: RollBackInput;
  PromotePayload: Omit<PromotePayload, 'models'> & { models: ResolversParentTypes['Models'] };
  NeighbourCount: NeighbourCount;
  NeighbourCounts: NeighbourCounts;
  Link: LinkModel;
  Neighbour: NeighbourModel;
  NeighbourEdge: Omit<NeighbourEdge, 'node'> & { node: ResolversParentTypes['Neighbour'] };
  NeighbourConnection: Omit<NeighbourConnection, 'edges' | 'nodes'> & {
    edges: ReadonlyArray<ResolversParentTypes['NeighbourEdge']>;
    nodes: ReadonlyArray<ResolversParentTypes['Neighbour']>;
  };
  Path: Omit<Path, 'nodes' | 'links'> & {
    nodes: ReadonlyArray<ResolversParentTypes['Entity']>;
    links: ReadonlyArray<ResolversParentTypes['Link']>;
  };
  Policy: PolicyModel;
  SetPolicyInput: SetPolicyInput;
  SetPolicyPayload: Omit<SetPolicyPayload, 'policy'> & { policy: ResolversParentTypes['Policy'] };
  RingEvent: RingEventModel;
  Subscription: unknown;
  RingStep: RingStepModel;
  RingMetrics: RingMetricsModel;
  RingReason: RingReasonModel;
  RingGraph: RingGraphData;
  Ring: RingModel;
  RingEdge: Omit<RingEdge, 'node'> & { node: ResolversParentTypes['Ring'] };
  RingConnection: Omit<RingConnection, 'edges' | 'nodes'> & {
    edges: ReadonlyArray<ResolversParentTypes['RingEdge']>;
    nodes: ReadonlyArray<ResolversParentTypes['Ring']>;
  };
  RingFilter: RingFilter;
  RiskSubject: RiskSubject;
  EventKey: EventKey;
  Risk: RiskModel;
  Reason: ReasonModel;
  ExpectedCost: ExpectedCost;
  ShadowScore: ShadowScore;
  Score: ScoreModel;
  ScorePayload: ScorePayloadModel;
  ScoreEdge: Omit<ScoreEdge, 'node'> & { node: ResolversParentTypes['Score'] };
  ScoreConnection: Omit<ScoreConnection, 'edges' | 'nodes'> & {
    edges: ReadonlyArray<ResolversParentTypes['ScoreEdge']>;
    nodes: ReadonlyArray<ResolversParentTypes['Score']>;
  };
  ScoreEvent: ScoreEventModel;
  NamedCount: NamedCount;
  Hub: HubModel;
  Stats: Stats;
  DayCount: DayCount;
  Transaction: TransactionModel;
  Transfer: TransferModel;
  Payment: PaymentModel;
  TransactionEdge: Omit<TransactionEdge, 'node'> & { node: ResolversParentTypes['Transaction'] };
  TransactionConnection: Omit<TransactionConnection, 'edges' | 'nodes'> & {
    edges: ReadonlyArray<ResolversParentTypes['TransactionEdge']>;
    nodes: ReadonlyArray<ResolversParentTypes['Transaction']>;
  };
};

export type NeedsDirectiveArgs = {
  permission: Permission;
};

export type NeedsDirectiveResolver<
  Result,
  Parent,
  ContextType = ApiContext,
  Args = NeedsDirectiveArgs,
> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface MoneyScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Money'], any> {
  name: 'Money';
}

export interface EventScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Event'], any> {
  name: 'Event';
}

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Json'], any> {
  name: 'Json';
}

export type NodeResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node'],
> = {
  __resolveType: TypeResolveFn<
    'User' | 'Device' | 'Account' | 'IpAddress' | 'Merchant' | 'Identifier' | 'Finding' | 'Ring',
    ParentType,
    ContextType
  >;
};

export type PageInfoResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo'],
> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  detectors?: Resolver<ReadonlyArray<ResolversTypes['Detector']>, ParentType, ContextType>;
  entity?: Resolver<
    Maybe<ResolversTypes['Entity']>,
    ParentType,
    ContextType,
    RequireFields<QueryEntityArgs, 'type' | 'id'>
  >;
  entities?: Resolver<
    ReadonlyArray<Maybe<ResolversTypes['Entity']>>,
    ParentType,
    ContextType,
    RequireFields<QueryEntitiesArgs, 'ids'>
  >;
  search?: Resolver<
    ReadonlyArray<ResolversTypes['SearchGroup']>,
    ParentType,
    ContextType,
    RequireFields<QuerySearchArgs, 'text' | 'first'>
  >;
  finding?: Resolver<
    Maybe<ResolversTypes['Finding']>,
    ParentType,
    ContextType,
    RequireFields<QueryFindingArgs, 'id'>
  >;
  findings?: Resolver<
    ResolversTypes['FindingConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryFindingsArgs, 'first'>
  >;
  modelRuns?: Resolver<
    ResolversTypes['ModelRunConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryModelRunsArgs, 'first'>
  >;
  models?: Resolver<ResolversTypes['Models'], ParentType, ContextType>;
  evaluation?: Resolver<ResolversTypes['Evaluation'], ParentType, ContextType, Partial<QueryEvaluationArgs>>;
  neighbourCounts?: Resolver<
    ReadonlyArray<ResolversTypes['NeighbourCounts']>,
    ParentType,
    ContextType,
    RequireFields<QueryNeighbourCountsArgs, 'ids'>
  >;
  expand?: Resolver<
    ResolversTypes['NeighbourConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryExpandArgs, 'id' | 'first'>
  >;
  path?: Resolver<
    ResolversTypes['Path'],
    ParentType,
    ContextType,
    RequireFields<QueryPathArgs, 'a' | 'b' | 'maxHops'>
  >;
  policy?: Resolver<ResolversTypes['Policy'], ParentType, ContextType>;
  ring?: Resolver<Maybe<ResolversTypes['Ring']>, ParentType, ContextType, RequireFields<QueryRingArgs, 'id'>>;
  rings?: Resolver<
    ResolversTypes['RingConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryRingsArgs, 'sort' | 'first'>
  >;
  risk?: Resolver<ResolversTypes['Risk'], ParentType, ContextType, RequireFields<QueryRiskArgs, 'subject'>>;
  latestScores?: Resolver<
    ResolversTypes['ScoreConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryLatestScoresArgs, 'first'>
  >;
  stats?: Resolver<ResolversTypes['Stats'], ParentType, ContextType>;
  hubs?: Resolver<ReadonlyArray<ResolversTypes['Hub']>, ParentType, ContextType>;
  timeSeries?: Resolver<
    ReadonlyArray<ResolversTypes['DayCount']>,
    ParentType,
    ContextType,
    RequireFields<QueryTimeSeriesArgs, 'metric' | 'from' | 'to'>
  >;
  transaction?: Resolver<
    Maybe<ResolversTypes['Transaction']>,
    ParentType,
    ContextType,
    RequireFields<QueryTransactionArgs, 'source' | 'eventId'>
  >;
  transactions?: Resolver<
    ResolversTypes['TransactionConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryTransactionsArgs, 'first'>
  >;
};

export type DetectorOptionResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['DetectorOption'] = ResolversParentTypes['DetectorOption'],
> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  default?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  takes?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  doc?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DetectorResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Detector'] = ResolversParentTypes['Detector'],
> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  onRequest?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  live?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  options?: Resolver<ReadonlyArray<ResolversTypes['DetectorOption']>, ParentType, ContextType>;
};

export type DetectPayloadResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['DetectPayload'] = ResolversParentTypes['DetectPayload'],
> = {
  findings?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rings?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  truncated?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  seconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type MutationResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation'],
> = {
  detect?: Resolver<ResolversTypes['DetectPayload'], ParentType, ContextType, Partial<MutationDetectArgs>>;
  ingest?: Resolver<
    ResolversTypes['IngestPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationIngestArgs, 'events'>
  >;
  label?: Resolver<
    ResolversTypes['LabelPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationLabelArgs, 'input'>
  >;
  train?: Resolver<
    ResolversTypes['TrainPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationTrainArgs, 'input'>
  >;
  promote?: Resolver<
    ResolversTypes['PromotePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationPromoteArgs, 'input'>
  >;
  rollBack?: Resolver<
    ResolversTypes['PromotePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRollBackArgs, 'input'>
  >;
  setPolicy?: Resolver<
    ResolversTypes['SetPolicyPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSetPolicyArgs, 'input'>
  >;
  score?: Resolver<
    ResolversTypes['ScorePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationScoreArgs, 'transaction' | 'store' | 'explain'>
  >;
};

export type EntityResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Entity'] = ResolversParentTypes['Entity'],
> = {
  __resolveType: TypeResolveFn<
    'User' | 'Device' | 'Account' | 'IpAddress' | 'Merchant' | 'Identifier',
    ParentType,
    ContextType
  >;
};

export type UserResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EntityType'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  properties?: Resolver<ReadonlyArray<ResolversTypes['Property']>, ParentType, ContextType>;
  labels?: Resolver<ReadonlyArray<ResolversTypes['Label']>, ParentType, ContextType>;
  labelVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rings?: Resolver<ReadonlyArray<ResolversTypes['Ring']>, ParentType, ContextType>;
  findings?: Resolver<
    ResolversTypes['FindingConnection'],
    ParentType,
    ContextType,
    RequireFields<UserFindingsArgs, 'first'>
  >;
  neighbourCounts?: Resolver<ReadonlyArray<ResolversTypes['NeighbourCount']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeviceResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Device'] = ResolversParentTypes['Device'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EntityType'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  properties?: Resolver<ReadonlyArray<ResolversTypes['Property']>, ParentType, ContextType>;
  labels?: Resolver<ReadonlyArray<ResolversTypes['Label']>, ParentType, ContextType>;
  labelVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rings?: Resolver<ReadonlyArray<ResolversTypes['Ring']>, ParentType, ContextType>;
  findings?: Resolver<
    ResolversTypes['FindingConnection'],
    ParentType,
    ContextType,
    RequireFields<DeviceFindingsArgs, 'first'>
  >;
  neighbourCounts?: Resolver<ReadonlyArray<ResolversTypes['NeighbourCount']>, ParentType, ContextType>;
  deviceType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  os?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AccountResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EntityType'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  properties?: Resolver<ReadonlyArray<ResolversTypes['Property']>, ParentType, ContextType>;
  labels?: Resolver<ReadonlyArray<ResolversTypes['Label']>, ParentType, ContextType>;
  labelVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rings?: Resolver<ReadonlyArray<ResolversTypes['Ring']>, ParentType, ContextType>;
  findings?: Resolver<
    ResolversTypes['FindingConnection'],
    ParentType,
    ContextType,
    RequireFields<AccountFindingsArgs, 'first'>
  >;
  neighbourCounts?: Resolver<ReadonlyArray<ResolversTypes['NeighbourCount']>, ParentType, ContextType>;
  accountType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  currency?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IpAddressResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['IpAddress'] = ResolversParentTypes['IpAddress'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EntityType'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  properties?: Resolver<ReadonlyArray<ResolversTypes['Property']>, ParentType, ContextType>;
  labels?: Resolver<ReadonlyArray<ResolversTypes['Label']>, ParentType, ContextType>;
  labelVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rings?: Resolver<ReadonlyArray<ResolversTypes['Ring']>, ParentType, ContextType>;
  findings?: Resolver<
    ResolversTypes['FindingConnection'],
    ParentType,
    ContextType,
    RequireFields<IpAddressFindingsArgs, 'first'>
  >;
  neighbourCounts?: Resolver<ReadonlyArray<ResolversTypes['NeighbourCount']>, ParentType, ContextType>;
  block?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MerchantResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Merchant'] = ResolversParentTypes['Merchant'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EntityType'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  properties?: Resolver<ReadonlyArray<ResolversTypes['Property']>, ParentType, ContextType>;
  labels?: Resolver<ReadonlyArray<ResolversTypes['Label']>, ParentType, ContextType>;
  labelVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rings?: Resolver<ReadonlyArray<ResolversTypes['Ring']>, ParentType, ContextType>;
  findings?: Resolver<
    ResolversTypes['FindingConnection'],
    ParentType,
    ContextType,
    RequireFields<MerchantFindingsArgs, 'first'>
  >;
  neighbourCounts?: Resolver<ReadonlyArray<ResolversTypes['NeighbourCount']>, ParentType, ContextType>;
  merchantType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdentifierResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Identifier'] = ResolversParentTypes['Identifier'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['EntityType'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  properties?: Resolver<ReadonlyArray<ResolversTypes['Property']>, ParentType, ContextType>;
  labels?: Resolver<ReadonlyArray<ResolversTypes['Label']>, ParentType, ContextType>;
  labelVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rings?: Resolver<ReadonlyArray<ResolversTypes['Ring']>, ParentType, ContextType>;
  findings?: Resolver<
    ResolversTypes['FindingConnection'],
    ParentType,
    ContextType,
    RequireFields<IdentifierFindingsArgs, 'first'>
  >;
  neighbourCounts?: Resolver<ReadonlyArray<ResolversTypes['NeighbourCount']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PropertyResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Property'] = ResolversParentTypes['Property'],
> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SearchHitResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['SearchHit'] = ResolversParentTypes['SearchHit'],
> = {
  entity?: Resolver<ResolversTypes['Entity'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SearchGroupResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['SearchGroup'] = ResolversParentTypes['SearchGroup'],
> = {
  type?: Resolver<ResolversTypes['EntityType'], ParentType, ContextType>;
  hits?: Resolver<ReadonlyArray<ResolversTypes['SearchHit']>, ParentType, ContextType>;
};

export type MemberResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'],
> = {
  entity?: Resolver<ResolversTypes['Entity'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['MemberRole'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type EvidenceResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Evidence'] = ResolversParentTypes['Evidence'],
> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  eventId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  transaction?: Resolver<Maybe<ResolversTypes['Transaction']>, ParentType, ContextType>;
};

export type EvidenceEdgeResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['EvidenceEdge'] = ResolversParentTypes['EvidenceEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Evidence'], ParentType, ContextType>;
};

export type EvidenceConnectionResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['EvidenceConnection'] = ResolversParentTypes['EvidenceConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['EvidenceEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Evidence']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FindingResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Finding'] = ResolversParentTypes['Finding'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  findingId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  detector?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subject?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  firstAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  strength?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  members?: Resolver<ReadonlyArray<ResolversTypes['Member']>, ParentType, ContextType>;
  evidence?: Resolver<
    ResolversTypes['EvidenceConnection'],
    ParentType,
    ContextType,
    RequireFields<FindingEvidenceArgs, 'first'>
  >;
  nodeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  linkIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  peak?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  binds?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  notBinding?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  circumstantial?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  instances?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rings?: Resolver<ReadonlyArray<ResolversTypes['Ring']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FindingEdgeResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['FindingEdge'] = ResolversParentTypes['FindingEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Finding'], ParentType, ContextType>;
};

export type FindingConnectionResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['FindingConnection'] = ResolversParentTypes['FindingConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['FindingEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Finding']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IngestOutcomeResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['IngestOutcome'] = ResolversParentTypes['IngestOutcome'],
> = {
  outcome?: Resolver<ResolversTypes['IngestResult'], ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  eventId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type IngestPayloadResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['IngestPayload'] = ResolversParentTypes['IngestPayload'],
> = {
  accepted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  duplicates?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  conflicts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refused?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['IngestOutcome']>, ParentType, ContextType>;
};

export type LabelResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Label'] = ResolversParentTypes['Label'],
> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  eventId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['Verdict'], ParentType, ContextType>;
  axis?: Resolver<Maybe<ResolversTypes['FraudAxis']>, ParentType, ContextType>;
  type?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type LabelPayloadResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['LabelPayload'] = ResolversParentTypes['LabelPayload'],
> = {
  label?: Resolver<ResolversTypes['Label'], ParentType, ContextType>;
  entity?: Resolver<Maybe<ResolversTypes['Entity']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  duplicate?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type FigureResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Figure'] = ResolversParentTypes['Figure'],
> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ModelRunResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['ModelRun'] = ResolversParentTypes['ModelRun'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stage?: Resolver<Maybe<ResolversTypes['ModelStage']>, ParentType, ContextType>;
  trainedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  labelsUntil?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  features?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  parameters?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seed?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  rows?: Resolver<ReadonlyArray<ResolversTypes['NamedCount']>, ParentType, ContextType>;
  metrics?: Resolver<ReadonlyArray<ResolversTypes['Figure']>, ParentType, ContextType>;
  checksum?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ModelRunEdgeResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['ModelRunEdge'] = ResolversParentTypes['ModelRunEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ModelRun'], ParentType, ContextType>;
};

export type ModelRunConnectionResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['ModelRunConnection'] = ResolversParentTypes['ModelRunConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ModelRunEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ModelRun']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ModelsResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Models'] = ResolversParentTypes['Models'],
> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  champion?: Resolver<Maybe<ResolversTypes['ModelRun']>, ParentType, ContextType>;
  challenger?: Resolver<Maybe<ResolversTypes['ModelRun']>, ParentType, ContextType>;
};

export type AblationLineResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['AblationLine'] = ResolversParentTypes['AblationLine'],
> = {
  features?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  averagePrecision?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  high?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  f1?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rocAuc?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type AlertLineResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['AlertLine'] = ResolversParentTypes['AlertLine'],
> = {
  from?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  alerts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  alertsPerDay?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  precision?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  recall?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rings?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ringsFound?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  medianDays?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CalibrationBandResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['CalibrationBand'] = ResolversParentTypes['CalibrationBand'],
> = {
  from?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rows?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  observed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expected?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CurvePointResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['CurvePoint'] = ResolversParentTypes['CurvePoint'],
> = {
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  precision?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  recall?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type EvaluationResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Evaluation'] = ResolversParentTypes['Evaluation'],
> = {
  model?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  trainedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  rows?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  frauds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ringsOnBothSides?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ablation?: Resolver<ReadonlyArray<ResolversTypes['AblationLine']>, ParentType, ContextType>;
  alerts?: Resolver<ReadonlyArray<ResolversTypes['AlertLine']>, ParentType, ContextType>;
  calibration?: Resolver<ReadonlyArray<ResolversTypes['CalibrationBand']>, ParentType, ContextType>;
  brierSkill?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  calibrationSlope?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  curve?: Resolver<ReadonlyArray<ResolversTypes['CurvePoint']>, ParentType, ContextType>;
  notes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TrainPayloadResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['TrainPayload'] = ResolversParentTypes['TrainPayload'],
> = {
  run?: Resolver<ResolversTypes['ModelRun'], ParentType, ContextType>;
  notes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  duplicate?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PromotePayloadResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['PromotePayload'] = ResolversParentTypes['PromotePayload'],
> = {
  models?: Resolver<ResolversTypes['Models'], ParentType, ContextType>;
  duplicate?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type NeighbourCountResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['NeighbourCount'] = ResolversParentTypes['NeighbourCount'],
> = {
  type?: Resolver<ResolversTypes['LinkType'], ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['Direction'], ParentType, ContextType>;
  neighbours?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type NeighbourCountsResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['NeighbourCounts'] = ResolversParentTypes['NeighbourCounts'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  counts?: Resolver<ReadonlyArray<ResolversTypes['NeighbourCount']>, ParentType, ContextType>;
};

export type LinkResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Link'] = ResolversParentTypes['Link'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['LinkType'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Entity'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Entity'], ParentType, ContextType>;
  first?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  last?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sums?: Resolver<ReadonlyArray<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type NeighbourResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Neighbour'] = ResolversParentTypes['Neighbour'],
> = {
  entity?: Resolver<ResolversTypes['Entity'], ParentType, ContextType>;
  link?: Resolver<ResolversTypes['Link'], ParentType, ContextType>;
};

export type NeighbourEdgeResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['NeighbourEdge'] = ResolversParentTypes['NeighbourEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Neighbour'], ParentType, ContextType>;
};

export type NeighbourConnectionResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['NeighbourConnection'] =
    ResolversParentTypes['NeighbourConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['NeighbourEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Neighbour']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PathResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Path'] = ResolversParentTypes['Path'],
> = {
  found?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Entity']>, ParentType, ContextType>;
  links?: Resolver<ReadonlyArray<ResolversTypes['Link']>, ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PolicyResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Policy'] = ResolversParentTypes['Policy'],
> = {
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  decides?: Resolver<ResolversTypes['PolicyKind'], ParentType, ContextType>;
  approve?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  deny?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SetPolicyPayloadResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['SetPolicyPayload'] = ResolversParentTypes['SetPolicyPayload'],
> = {
  policy?: Resolver<ResolversTypes['Policy'], ParentType, ContextType>;
  duplicate?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RingEventResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['RingEvent'] = ResolversParentTypes['RingEvent'],
> = {
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['RingEventChange'], ParentType, ContextType>;
  ringId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ring?: Resolver<Maybe<ResolversTypes['Ring']>, ParentType, ContextType>;
  into?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SubscriptionResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription'],
> = {
  ringEvents?: SubscriptionResolver<
    ResolversTypes['RingEvent'],
    'ringEvents',
    ParentType,
    ContextType,
    Partial<SubscriptionRingEventsArgs>
  >;
  scores?: SubscriptionResolver<
    ResolversTypes['ScoreEvent'],
    'scores',
    ParentType,
    ContextType,
    Partial<SubscriptionScoresArgs>
  >;
};

export type RingStepResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['RingStep'] = ResolversParentTypes['RingStep'],
> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['RingChange'], ParentType, ContextType>;
  joined?: Resolver<ReadonlyArray<ResolversTypes['Entity']>, ParentType, ContextType>;
  finding?: Resolver<Maybe<ResolversTypes['Finding']>, ParentType, ContextType>;
  other?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RingMetricsResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['RingMetrics'] = ResolversParentTypes['RingMetrics'],
> = {
  density?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  central?: Resolver<ReadonlyArray<ResolversTypes['Entity']>, ParentType, ContextType>;
};

export type RingReasonResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['RingReason'] = ResolversParentTypes['RingReason'],
> = {
  line?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  findings?: Resolver<ReadonlyArray<ResolversTypes['Finding']>, ParentType, ContextType>;
  nodeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  evidence?: Resolver<ReadonlyArray<ResolversTypes['Evidence']>, ParentType, ContextType>;
};

export type RingGraphResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['RingGraph'] = ResolversParentTypes['RingGraph'],
> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Entity']>, ParentType, ContextType>;
  links?: Resolver<ReadonlyArray<ResolversTypes['Link']>, ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RingResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Ring'] = ResolversParentTypes['Ring'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ringId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  strength?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  risk?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  reasons?: Resolver<ReadonlyArray<ResolversTypes['RingReason']>, ParentType, ContextType>;
  formedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastActiveAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  memberCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  members?: Resolver<ReadonlyArray<ResolversTypes['Member']>, ParentType, ContextType>;
  findings?: Resolver<ReadonlyArray<ResolversTypes['Finding']>, ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['RingStep']>, ParentType, ContextType>;
  metrics?: Resolver<ResolversTypes['RingMetrics'], ParentType, ContextType>;
  graph?: Resolver<ResolversTypes['RingGraph'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RingEdgeResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['RingEdge'] = ResolversParentTypes['RingEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Ring'], ParentType, ContextType>;
};

export type RingConnectionResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['RingConnection'] = ResolversParentTypes['RingConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RingEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Ring']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RiskResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Risk'] = ResolversParentTypes['Risk'],
> = {
  risk?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  scores?: Resolver<ReadonlyArray<ResolversTypes['Score']>, ParentType, ContextType>;
  rings?: Resolver<ReadonlyArray<ResolversTypes['Ring']>, ParentType, ContextType>;
  degraded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ReasonResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Reason'] = ResolversParentTypes['Reason'],
> = {
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nodeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  linkIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type ExpectedCostResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['ExpectedCost'] = ResolversParentTypes['ExpectedCost'],
> = {
  approve?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  review?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  deny?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  cheapest?: Resolver<ResolversTypes['Decision'], ParentType, ContextType>;
};

export type ShadowScoreResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['ShadowScore'] = ResolversParentTypes['ShadowScore'],
> = {
  run?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  risk?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  decision?: Resolver<ResolversTypes['Decision'], ParentType, ContextType>;
};

export type ScoreResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Score'] = ResolversParentTypes['Score'],
> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  eventId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  accounts?: Resolver<ReadonlyArray<ResolversTypes['Account']>, ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  risk?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  legitimacy?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  decision?: Resolver<ResolversTypes['Decision'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  modelRisk?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  base?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  reasons?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Reason']>>, ParentType, ContextType>;
  expectedCost?: Resolver<Maybe<ResolversTypes['ExpectedCost']>, ParentType, ContextType>;
  shadow?: Resolver<Maybe<ResolversTypes['ShadowScore']>, ParentType, ContextType>;
};

export type ScorePayloadResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['ScorePayload'] = ResolversParentTypes['ScorePayload'],
> = {
  score?: Resolver<ResolversTypes['Score'], ParentType, ContextType>;
  made?: Resolver<ResolversTypes['ScoreMoment'], ParentType, ContextType>;
  stored?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  duplicate?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  degraded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ScoreEdgeResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['ScoreEdge'] = ResolversParentTypes['ScoreEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Score'], ParentType, ContextType>;
};

export type ScoreConnectionResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['ScoreConnection'] = ResolversParentTypes['ScoreConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ScoreEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Score']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ScoreEventResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['ScoreEvent'] = ResolversParentTypes['ScoreEvent'],
> = {
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['ScoreEventChange'], ParentType, ContextType>;
  score?: Resolver<Maybe<ResolversTypes['Score']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type NamedCountResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['NamedCount'] = ResolversParentTypes['NamedCount'],
> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type HubResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Hub'] = ResolversParentTypes['Hub'],
> = {
  entity?: Resolver<ResolversTypes['Entity'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  day?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  keptOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StatsResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Stats'] = ResolversParentTypes['Stats'],
> = {
  events?: Resolver<ReadonlyArray<ResolversTypes['NamedCount']>, ParentType, ContextType>;
  entities?: Resolver<ReadonlyArray<ResolversTypes['NamedCount']>, ParentType, ContextType>;
  links?: Resolver<ReadonlyArray<ResolversTypes['NamedCount']>, ParentType, ContextType>;
  findings?: Resolver<ReadonlyArray<ResolversTypes['NamedCount']>, ParentType, ContextType>;
  rings?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  head?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  detected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DayCountResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['DayCount'] = ResolversParentTypes['DayCount'],
> = {
  day?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TransactionResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Transaction'] = ResolversParentTypes['Transaction'],
> = {
  __resolveType: TypeResolveFn<'Transfer' | 'Payment', ParentType, ContextType>;
};

export type TransferResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Transfer'] = ResolversParentTypes['Transfer'],
> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  eventId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  device?: Resolver<Maybe<ResolversTypes['Device']>, ParentType, ContextType>;
  ipAddress?: Resolver<Maybe<ResolversTypes['IpAddress']>, ParentType, ContextType>;
  from?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
  received?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  rail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PaymentResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'],
> = {
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  eventId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  device?: Resolver<Maybe<ResolversTypes['Device']>, ParentType, ContextType>;
  ipAddress?: Resolver<Maybe<ResolversTypes['IpAddress']>, ParentType, ContextType>;
  account?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
  merchant?: Resolver<ResolversTypes['Merchant'], ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TransactionEdgeResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['TransactionEdge'] = ResolversParentTypes['TransactionEdge'],
> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Transaction'], ParentType, ContextType>;
};

export type TransactionConnectionResolvers<
  ContextType = ApiContext,
  ParentType extends ResolversParentTypes['TransactionConnection'] =
    ResolversParentTypes['TransactionConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TransactionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Transaction']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type Resolvers<ContextType = ApiContext> = {
  DateTime?: GraphQLScalarType;
  Money?: GraphQLScalarType;
  Event?: GraphQLScalarType;
  Json?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  DetectorOption?: DetectorOptionResolvers<ContextType>;
  Detector?: DetectorResolvers<ContextType>;
  DetectPayload?: DetectPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Entity?: EntityResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Device?: DeviceResolvers<ContextType>;
  Account?: AccountResolvers<ContextType>;
  IpAddress?: IpAddressResolvers<ContextType>;
  Merchant?: MerchantResolvers<ContextType>;
  Identifier?: IdentifierResolvers<ContextType>;
  Property?: PropertyResolvers<ContextType>;
  SearchHit?: SearchHitResolvers<ContextType>;
  SearchGroup?: SearchGroupResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
  Evidence?: EvidenceResolvers<ContextType>;
  EvidenceEdge?: EvidenceEdgeResolvers<ContextType>;
  EvidenceConnection?: EvidenceConnectionResolvers<ContextType>;
  Finding?: FindingResolvers<ContextType>;
  FindingEdge?: FindingEdgeResolvers<ContextType>;
  FindingConnection?: FindingConnectionResolvers<ContextType>;
  IngestOutcome?: IngestOutcomeResolvers<ContextType>;
  IngestPayload?: IngestPayloadResolvers<ContextType>;
  Label?: LabelResolvers<ContextType>;
  LabelPayload?: LabelPayloadResolvers<ContextType>;
  Figure?: FigureResolvers<ContextType>;
  ModelRun?: ModelRunResolvers<ContextType>;
  ModelRunEdge?: ModelRunEdgeResolvers<ContextType>;
  ModelRunConnection?: ModelRunConnectionResolvers<ContextType>;
  Models?: ModelsResolvers<ContextType>;
  AblationLine?: AblationLineResolvers<ContextType>;
  AlertLine?: AlertLineResolvers<ContextType>;
  CalibrationBand?: CalibrationBandResolvers<ContextType>;
  CurvePoint?: CurvePointResolvers<ContextType>;
  Evaluation?: EvaluationResolvers<ContextType>;
  TrainPayload?: TrainPayloadResolvers<ContextType>;
  PromotePayload?: PromotePayloadResolvers<ContextType>;
  NeighbourCount?: NeighbourCountResolvers<ContextType>;
  NeighbourCounts?: NeighbourCountsResolvers<ContextType>;
  Link?: LinkResolvers<ContextType>;
  Neighbour?: NeighbourResolvers<ContextType>;
  NeighbourEdge?: NeighbourEdgeResolvers<ContextType>;
  NeighbourConnection?: NeighbourConnectionResolvers<ContextType>;
  Path?: PathResolvers<ContextType>;
  Policy?: PolicyResolvers<ContextType>;
  SetPolicyPayload?: SetPolicyPayloadResolvers<ContextType>;
  RingEvent?: RingEventResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  RingStep?: RingStepResolvers<ContextType>;
  RingMetrics?: RingMetricsResolvers<ContextType>;
  RingReason?: RingReasonResolvers<ContextType>;
  RingGraph?: RingGraphResolvers<ContextType>;
  Ring?: RingResolvers<ContextType>;
  RingEdge?: RingEdgeResolvers<ContextType>;
  RingConnection?: RingConnectionResolvers<ContextType>;
  Risk?: RiskResolvers<ContextType>;
  Reason?: ReasonResolvers<ContextType>;
  ExpectedCost?: ExpectedCostResolvers<ContextType>;
  ShadowScore?: ShadowScoreResolvers<ContextType>;
  Score?: ScoreResolvers<ContextType>;
  ScorePayload?: ScorePayloadResolvers<ContextType>;
  ScoreEdge?: ScoreEdgeResolvers<ContextType>;
  ScoreConnection?: ScoreConnectionResolvers<ContextType>;
  ScoreEvent?: ScoreEventResolvers<ContextType>;
  NamedCount?: NamedCountResolvers<ContextType>;
  Hub?: HubResolvers<ContextType>;
  Stats?: StatsResolvers<ContextType>;
  DayCount?: DayCountResolvers<ContextType>;
  Transaction?: TransactionResolvers<ContextType>;
  Transfer?: TransferResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  TransactionEdge?: TransactionEdgeResolvers<ContextType>;
  TransactionConnection?: TransactionConnectionResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = ApiContext> = {
  needs?: NeedsDirectiveResolver<any, any, ContextType>;
};
