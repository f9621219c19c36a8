/** What a visitor said about a category; `undecided` also where a grant went stale, as the category has changed. */
export type Choice = 'granted' | 'refused' | 'undecided';

/** The consent of this page's visitor, as the preference cookie has it now. The server alone can check its signature. */
export interface Consent {
  /**
   * Whether the visitor allows a category now: it needs nothing, or was granted; where it is exempt as a whole, unless
   * refused. False where the site has no category of that id.
   */
  allows(category: string): boolean;

  /** What was chosen, for each category that offers a choice, by its id. A copy. */
  readonly preferences: Readonly<Record<string, Choice>>;

  /**
   * Records choices, true for granted; the other categories keep theirs. Only call it for what the visitor just did.
   * Rejected where the server does not record it.
   */
  record(choices: Record<string, boolean>): Promise<void>;

  /** Shows the settings as a dialog, or their page where that can't be. */
  show(): Promise<void>;

  /** Looks for gated scripts and frames that have come into the page since, as in single-page applications. */
  activate(): Promise<void>;
}

/**
 * Told to the document after each choice. Its detail is what was submitted: `choice` is `accept-all` or `refuse-all`, or
 * each granted category's id has the value `granted`; `asked_for` names the categories that it was about, if not all.
 */
export type ConsentChangeEvent = CustomEvent<URLSearchParams>;

declare global {
  /** Set by the script of `ConsentPages.scriptPath(..)`. */
  // eslint-disable-next-line no-var
  var consent: Consent;

  interface Window {
    consent: Consent;
  }

  interface DocumentEventMap {
    'consent:change': ConsentChangeEvent;
  }
}
