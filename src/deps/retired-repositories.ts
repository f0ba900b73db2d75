/** Maven Central's address and the id by which mirrors in settings.xml mean it. */
export const mavenCentral = { id: "central", url: "https://repo.maven.apache.org/maven2" } as const;

/** What became of a repository that is no longer there. */
export interface Retirement {
  /** Where its artifacts are now; undefined where nobody took them over. */
  readonly successor?: string;
  readonly why: string;
}

const centralHosts = [
  "repo.maven.apache.org",
  "repo1.maven.org",
  "repo2.maven.org",
  "central.maven.org",
  "uk.maven.org",
  "insecure.repo1.maven.org",
  "search.maven.org",
];

/** Says what became of the repository at `url`; undefined for one that is still in service, as far as is known. */
export function retirementOf(url: string): Retirement | undefined {
  const { protocol, hostname, pathname } = new URL(url);
  const toCentral = (why: string): Retirement => ({ successor: mavenCentral.url, why });
  if (centralHosts.includes(hostname)) {
    if (protocol === "http:") return toCentral("Maven Central answers over HTTPS only since January 2020");
    if (!["repo.maven.apache.org", "repo1.maven.org"].includes(hostname))
      return toCentral(`Maven Central no longer answers at ${hostname}`);
    return undefined;
  }
  if (hostname === "mvnrepository.com" || hostname === "www.mvnrepository.com") {
    return toCentral("mvnrepository.com is a search page, not a repository");
  }
  if (hostname === "jcenter.bintray.com") return toCentral("JCenter was shut down");
  if (hostname === "oss.sonatype.org" || hostname === "s01.oss.sonatype.org") return ossrh(pathname);
  if (hostname === "dl.bintray.com") return bintray(pathname);
  return undefined;
}

function ossrh(path: string): Retirement {
  const snapshots = path.includes("snapshots");
  const successor = snapshots ? "https://central.sonatype.com/repository/maven-snapshots" : mavenCentral.url;
  return { successor, why: "Sonatype's OSSRH was shut down in June 2025" };
}

function bintray(path: string): Retirement {
  const why = "Bintray was shut down in May 2021";
  return path.startsWith("/spark-packages/") ? { successor: "https://repos.spark-packages.org", why } : { why };
}

/** Whether the address is one of Maven Central's that works. */
export function isMavenCentral(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" && (hostname === "repo.maven.apache.org" || hostname === "repo1.maven.org");
}
