// Whether the short tour is seen: at the first visit, and whenever it is asked for.
import { store, stored } from "../../shared/stored";

const KEY = "lur.tour";

class TourState {
  step = $state<number | null>(stored<string>(KEY) === "seen" ? null : 0);

  again(): void {
    this.step = 0;
  }

  go(step: number): void {
    this.step = step;
  }

  end(): void {
    this.step = null;
    store(KEY, "seen");
  }
}

export const tour = new TourState();
