// Who is signed in on this page, and what they may do.
import type { Language, Me, Permission, SecondFactorAsked, SetupState, SignedOut } from "../generated/types";
import { ApiProblem, get, hearOfSignIn, post } from "./api";
import { centre } from "./centre.svelte";
import { reader } from "./i18n/reader.svelte";
import { pauses } from "./pauses.svelte";
import { router } from "./router.svelte";

class Session {
  me = $state.raw<Me | null>(null);
  /** False until it is known whether somebody is signed in. */
  known = $state(false);
  unreachable = $state(false);
  ended = $state(false);
  /** It ended because the company asks for more at a sign-in than it did. */
  outdated = $state(false);
  /** The same will end it when the contact is over that this agent is in. */
  endsAfterContact = $state(false);

  constructor() {
    hearOfSignIn((again) => (this.endsAfterContact = again));
  }

  may(permission: Permission): boolean {
    return this.me?.permissions.includes(permission) ?? false;
  }

  /** At page load: is there a session already, or is this the very first start? */
  async find(): Promise<void> {
    this.unreachable = false;
    try {
      this.#began(await get<Me>("/api/me"));
    } catch (problem) {
      await this.#notSignedIn(problem);
    }
    this.known = true;
  }

  /** Signed in, or what is asked for beside the password. */
  async signIn(account: string, password: string): Promise<SecondFactorAsked | null> {
    const answer = await post<Me | SecondFactorAsked>("/api/sign-in", { account, password });
    if ("ticket" in answer) return answer;
    this.began(answer);
    return null;
  }

  /** Here, and at the company's own service when one came from there. */
  async signOut(): Promise<void> {
    const answer = await post<SignedOut>("/api/sign-out").catch(() => null);
    this.#over();
    if (answer !== null && answer.go_to !== "") location.assign(answer.go_to);
  }

  /** Another language from now on: in this browser, and for the account wherever it signs in. */
  speak(language: Language): void {
    reader.choose(language);
    if (this.me !== null) void post("/api/me/language", { language }).catch(() => undefined);
  }

  /** The server no longer knows this session. */
  expired = (): void => {
    this.ended = true;
    void this.#askWhy();
    this.#over();
  };

  /** Signed in: agents come to their desk, everybody else to what happens now. */
  began(me: Me): void {
    this.#began(me);
    router.go(me.role === "agent" && me.agent_id !== null ? "/desk" : "/", { replace: true });
  }

  /** The session goes on under a new key: the live socket must use it too. */
  renewed(me: Me): void {
    centre.stop();
    this.#began(me);
  }

  /** Do something that changes who this account is: its socket is let go first, and begins anew as what it is then. */
  async becoming(work: () => Promise<unknown>): Promise<void> {
    centre.stop();
    try {
      await work();
    } finally {
      this.#began(await get<Me>("/api/me"));
    }
  }

  #began(me: Me): void {
    this.me = me;
    this.ended = false;
    this.outdated = false;
    reader.follow(me.language);
    centre.start(this.expired);
    void pauses.fetch();
  }

  async #askWhy(): Promise<void> {
    const why = await get<Me>("/api/me").catch((problem: unknown) => problem);
    this.outdated = why instanceof ApiProblem && why.problem.code === "sign_in_again";
  }

  #over(): void {
    centre.stop();
    this.me = null;
    router.go("/sign-in");
  }

  async #notSignedIn(problem: unknown): Promise<void> {
    if (!(problem instanceof ApiProblem) || problem.status !== 401) {
      this.unreachable = true;
      return;
    }
    const setup = await get<SetupState>("/api/setup").catch(() => null);
    const atSetup = router.route.page === "setup";
    if (setup?.needed === true && !atSetup) router.go("/setup", { replace: true });
    if (setup?.needed === false && atSetup) router.go("/sign-in", { replace: true });
  }
}

export const session = new Session();
