// Whether the short tour is seen: at the first visit, and whenever it is asked for.
const KEY = "lur.tour";

class TourState {
  step = $state<number | null>(localStorage.getItem(KEY) === null ? 0 : null);

  again(): void {
    this.step = 0;
  }

  go(step: number): void {
    this.step = step;
  }

  end(): void {
    this.step = null;
    localStorage.setItem(KEY, "seen");
  }
}

export const tour = new TourState();
