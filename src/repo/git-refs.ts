/** The branches and tags of a repository, as `git ls-remote --symref` or `git show-ref` list them. */
export interface RemoteRefs {
  readonly head?: { readonly commit: string; readonly branch?: string };
  /** Branches first, then tags, each in the order of the listing. */
  readonly named: readonly NamedRef[];
}

export interface NamedRef {
  readonly name: string;
  readonly ref: string;
  readonly commit: string;
}

export interface FoundRef {
  readonly ref: string;
  readonly commit: string;
  readonly branch?: string;
}

export function parseRefs(listing: string): RemoteRefs {
  const commits = new Map<string, string>();
  let headRef: string | undefined;
  for (const line of listing.split("\n")) {
    const [value = "", ref] = line.split(/[\t ](?=[^\t ]*$)/);
    if (ref === undefined) continue;
    if (value.startsWith("ref: ")) headRef = ref === "HEAD" ? value.slice("ref: ".length) : headRef;
    // An annotated tag is followed by the commit that it names, marked `^{}`.
    else commits.set(ref.replace(/\^\{\}$/, ""), value);
  }
  const under = (prefix: string) =>
    [...commits]
      .filter(([ref]) => ref.startsWith(prefix))
      .map(([ref, commit]) => ({ name: ref.slice(prefix.length), ref, commit }));
  const head = commits.get("HEAD");
  const named = [...under("refs/heads/"), ...under("refs/tags/")];
  if (head === undefined) return { named };
  const branch = headRef?.replace(/^refs\/heads\//, "");
  return { head: { commit: head, ...(branch !== undefined && { branch }) }, named };
}

/** What `name` means: a branch before a tag of the same name, or a whole ref; without a name, the HEAD. */
export function findRef(refs: RemoteRefs, name: string | undefined): FoundRef | undefined {
  if (name === undefined || name === "HEAD") return refs.head && { ref: "HEAD", ...refs.head };
  const found =
    refs.named.find((ref) => ref.name === name) ??
    refs.named.find((ref) => ref.ref === name || ref.ref === `refs/${name}` || `origin/${ref.name}` === name);
  return found && { ref: found.ref, commit: found.commit, branch: found.name };
}
