// Teams as they are typed in the table of skills. One that is typed while another is on its way is sent after it; what was
// typed last is what the centre hears last, also when that is what the page still shows.
import { LastWish } from "../../desk/last-wish";

interface Member {
  readonly id: string;
  readonly team: string;
}

export class TypedTeams {
  readonly #wishes = new Map<string, LastWish<string>>();
  readonly #send: (id: string, team: string) => Promise<boolean>;

  constructor(send: (id: string, team: string) => Promise<boolean>) {
    this.#send = send;
  }

  async typed(agent: Member, text: string): Promise<void> {
    const team = text.trim();
    const wish = this.#wishes.get(agent.id) ?? new LastWish<string>();
    this.#wishes.set(agent.id, wish);
    if (team !== wish.standing(agent.id, agent.team)) await wish.want(agent.id, team, (wished) => this.#send(agent.id, wished));
  }
}
