import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { IngestOutcome } from '../app/ingest-events.ts';
import type { Serving } from '../app/serving/serving.ts';

/** Upper bounds of the latency histograms, seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What is measured while serving, for Prometheus. Labels are names of ours, never what somebody sent. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #events: Counter<'outcome'>;
  readonly #refusals: Counter<'code'>;
  readonly #operations: Counter<'type' | 'code'>;
  readonly #subscribers: Gauge;

  constructor(serving: Serving) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry, prefix: 'ringfence_' });
    this.#requests = new Histogram({
      name: 'ringfence_http_request_seconds',
      help: 'Time from a request to its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    });
    this.#events = new Counter({
      name: 'ringfence_events_total',
      help: 'Events received, by what became of them: accepted, duplicate, conflict, refused',
      labelNames: ['outcome'],
      registers,
    });
    this.#refusals = new Counter({
      name: 'ringfence_event_refusals_total',
      help: 'Events that were not stored, by error code',
      labelNames: ['code'],
      registers,
    });
    this.#operations = new Counter({
      name: 'ringfence_graphql_operations_total',
      help: 'GraphQL operations, by type and by the code of their first error (none without one)',
      labelNames: ['type', 'code'],
      registers,
    });
    this.#subscribers = new Gauge({
      name: 'ringfence_subscriptions',
      help: 'Subscriptions that are open',
      registers,
    });
    engineGauges(this.registry, serving);
  }

  request(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status: String(status) }, seconds);
  }

  ingested(outcomes: readonly IngestOutcome[]): void {
    for (const outcome of outcomes) {
      this.#events.inc({ outcome: outcome.outcome });
      if ('code' in outcome) this.#refusals.inc({ code: outcome.code });
    }
  }

  operation(type: string, code: string): void {
    this.#operations.inc({ type, code });
  }

  subscribed(change: 1 | -1): void {
    this.#subscribers.inc(change);
  }
}

/** What is asked of the engine when somebody looks. */
function engineGauges(registry: Registry, { engine, reads }: Serving): void {
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number): void => {
    const made: Gauge = new Gauge({ name, help, registers, collect: () => made.set(value()) });
  };
  gauge('ringfence_engine_lag_events', 'Stored events that detection has not taken in', () => {
    const { head, taken } = engine.lag;
    return Math.max(0, head - taken);
  });
  gauge('ringfence_engine_waiting_events', 'Events that wait to be stored', () => engine.lag.waiting);
  gauge('ringfence_engine_ready', '1 when events are taken and detection is up to date', () =>
    engine.state === 'ready' ? 1 : 0,
  );
  gauge('ringfence_rings', 'Rings there are', () => engine.view.rings.length);
  gauge('ringfence_ring_changes', 'Changes of rings since the start', () => engine.feed.head);
  gauge('ringfence_store_reads', 'Calls that requests made to the store', () => reads.calls);
  scoringMetrics(registry, engine);
  const findings: Gauge<'detector'> = new Gauge({
    name: 'ringfence_findings',
    help: 'Findings there are, by detector',
    labelNames: ['detector'],
    registers,
    collect: () => {
      findings.reset();
      for (const { detector } of engine.view.findings) findings.inc({ detector });
    },
  });
}

function scoringMetrics(registry: Registry, { scorer }: Serving['engine']): void {
  const registers = [registry];
  const decisions: Counter<'decision'> = new Counter({
    name: 'ringfence_decisions_total',
    help: 'Scores given, of new transactions and of those asked about, by decision',
    labelNames: ['decision'],
    registers,
    collect: () => {
      decisions.reset();
      for (const [decision, count] of scorer.decisions) decisions.inc({ decision }, count);
    },
  });
  const models: Gauge<'champion' | 'challenger' | 'policy'> = new Gauge({
    name: 'ringfence_model_info',
    help: 'Always 1; says which model decides (none: rules alone), which scores beside it, and the version of the policy',
    labelNames: ['champion', 'challenger', 'policy'],
    registers,
    collect: () => {
      models.reset();
      const { inForce } = scorer;
      if (inForce === null) return;
      const { champion, challenger, policy } = inForce;
      const name = (run: { readonly id: string } | null): string => run?.id ?? 'none';
      models.set(
        { champion: name(champion), challenger: name(challenger), policy: String(policy.version) },
        1,
      );
    },
  });
}
