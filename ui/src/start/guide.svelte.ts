// Where the guide stands, as the server keeps it: a reload, or another administrator, goes on at the same step.
import type { CompanyAnswer, EntryRow, GuideProgress, GuideState, GuideStep, TrunkRow } from "../generated/types";
import { get, post } from "../shared/api";

class FirstRun {
  progress = $state.raw<GuideProgress | null>(null);
  company = $state.raw<CompanyAnswer | null>(null);
  entries = $state.raw<readonly EntryRow[]>([]);
  trunks = $state.raw<readonly TrunkRow[]>([]);
  step = $state<GuideStep>("company");

  async load(): Promise<void> {
    const [progress] = await Promise.all([get<GuideProgress>("/api/guide"), this.look()]);
    this.progress = progress;
    this.step = progress.steps.find((each) => each.state === "open")?.step ?? "call";
  }

  /** What is set up already, whoever did it. */
  async look(): Promise<void> {
    [this.company, this.entries, this.trunks] = await Promise.all([
      get<CompanyAnswer>("/api/company"),
      get<readonly EntryRow[]>("/api/entries"),
      get<readonly TrunkRow[]>("/api/trunks/settings"),
    ]);
  }

  stateOf(step: GuideStep): GuideState {
    return this.progress?.steps.find((each) => each.step === step)?.state ?? "open";
  }

  /** Say it of a step, and go on to the next one. */
  async say(step: GuideStep, state: GuideState): Promise<void> {
    this.progress = await post<GuideProgress>(`/api/guide/step/${step}`, { state });
    this.next(step);
  }

  next(after: GuideStep): void {
    const steps = (this.progress?.steps ?? []).map((each) => each.step);
    this.step = steps[steps.indexOf(after) + 1] ?? after;
  }

  get isOver(): boolean {
    return this.progress !== null && this.progress.steps.every((each) => each.state !== "open");
  }
}

export const firstRun = new FirstRun();
