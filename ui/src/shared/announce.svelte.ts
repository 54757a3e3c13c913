// What a screen reader is told, in one polite and one assertive place. Only what matters: the first one waiting, a
// broken promise, an alarm, my phone ringing. Ticking clocks are never announced.
class Announcer {
  polite = $state("");
  assertive = $state("");

  say(text: string): void {
    this.polite = this.polite === text ? `${text}\u00a0` : text;
  }

  interrupt(text: string): void {
    this.assertive = this.assertive === text ? `${text}\u00a0` : text;
  }
}

export const announcer = new Announcer();
