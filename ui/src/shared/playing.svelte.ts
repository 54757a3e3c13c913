// One sound at a time, wherever its button is.
class Playing {
  /** What is heard now; empty: nothing. */
  path = $state("");
  broken = $state("");
  #audio: HTMLAudioElement | null = null;

  toggle(path: string): void {
    const wasThis = this.path === path;
    this.stop();
    if (wasThis) return;
    const audio = new Audio(path);
    this.#audio = audio;
    this.path = path;
    this.broken = "";
    audio.onended = () => this.#over(audio);
    audio.onerror = () => this.#failed(audio, path);
    audio.play().catch(() => this.#failed(audio, path));
  }

  stop(): void {
    this.#audio?.pause();
    this.#audio = null;
    this.path = "";
  }

  #failed(audio: HTMLAudioElement, path: string): void {
    if (this.#audio === audio) this.broken = path;
    this.#over(audio);
  }

  #over(audio: HTMLAudioElement): void {
    if (this.#audio === audio) this.stop();
  }
}

export const playing = new Playing();
