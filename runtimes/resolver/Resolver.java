import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.nio.file.Paths;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.ArtifactType;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.CollectResult;
import org.eclipse.aether.collection.DependencyCollectionContext;
import org.eclipse.aether.collection.DependencyCollectionException;
import org.eclipse.aether.collection.DependencyTraverser;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.LocalArtifactRequest;
import org.eclipse.aether.repository.LocalArtifactResult;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.LocalRepositoryManager;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.resolution.VersionRequest;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.MetadataNotFoundException;
import org.eclipse.aether.transfer.MetadataTransferException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.graph.transformer.ConflictResolver;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.ChainedLocalRepositoryManager;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;
import org.eclipse.aether.util.repository.SimpleResolutionErrorPolicy;

/**
 * Asks Maven Resolver which jars a set of artifacts needs: a request as JSON on stdin, the graph as JSON on stdout.
 * It reads POMs only; the jars themselves are fetched by the program that started it.
 *
 * Janino compiles this file each time, because a Java runtime without a compiler must do. That is why it keeps to
 * Java without lambdas and casts what it takes out of collections.
 */
public class Resolver {
  // The request, as Gson fills it in.
  public static class Request {
    public Repository[] repositories;
    public Declared[] artifacts;
    public String cacheFolder;
    public String sparkJars;
    public String mavenUserHome;
    public String mavenHome;
    public String userRepository;
    public String certificates;
    public EnvironmentProxy[] proxies;
  }
  public static class Repository {
    public String id;
    public String url;
  }
  public static class Declared {
    public String groupId;
    public String artifactId;
    public String version;
    public String classifier;
    public String type;
    public Excluded[] exclusions;
  }
  public static class Excluded {
    public String groupId;
    public String artifactId;
  }
  public static class EnvironmentProxy {
    public String protocol;
    public String host;
    public int port;
    public String username;
    public String password;
    public String nonProxyHosts;
  }

  static PrintStream out;
  /** Kept, because a file that nobody refers to is closed, and its lock gone. */
  static RandomAccessFile turn;

  public static void main(String[] args) throws Exception {
    out = new PrintStream(System.out, true, "UTF-8");
    System.setOut(System.err);
    Reader in = new InputStreamReader(System.in, "UTF-8");
    Request request = (Request) new Gson().fromJson(in, Request.class);
    if (request.certificates != null) trust(request.certificates);
    awaitTurn(new File(request.cacheFolder));
    Context context = Runtimes.INSTANCE.getRuntime().create(overrides(request));
    say(resolve(request, context));
    // Idle connections of the HTTP client would keep the process alive.
    System.exit(0);
  }

  /**
   * One resolver at a time fills a folder of POMs. Resolver could lock each artifact between processes, but two that
   * hold several such locks in several threads look like a deadlock to the system, which then refuses one of them.
   * The lock ends with the process.
   */
  static void awaitTurn(File folder) throws Exception {
    folder.mkdirs();
    turn = new RandomAccessFile(new File(folder, ".lock"), "rw");
    turn.getChannel().lock();
  }

  static ContextOverrides overrides(Request request) {
    Map config = new HashMap();
    config.put(ConflictResolver.CONFIG_PROP_VERBOSE, "true");
    config.put("aether.connector.connectTimeout", new Integer(10000));
    config.put("aether.connector.requestTimeout", new Integer(30000));
    // Breadth first: it reads the POMs of a level side by side.
    config.put("aether.dependencyCollector.impl", "bf");
    ContextOverrides.Builder builder = ContextOverrides.create()
        .withUserSettings(true)
        .withLocalRepositoryOverride(Paths.get(request.cacheFolder, new String[0]))
        .configProperties(config)
        .transferListener(new Progress());
    if (request.mavenUserHome != null) builder.withMavenUserHomeOverride(Paths.get(request.mavenUserHome, new String[0]));
    if (request.mavenHome != null) builder.withMavenSystemHomeOverride(Paths.get(request.mavenHome, new String[0]));
    return builder.build();
  }

  static JsonObject resolve(Request request, Context context) throws Exception {
    RepositorySystem system = context.repositorySystem();
    DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(context.repositorySystemSession());
    Set spark = sparkLibraries(request.sparkJars);
    // As Maven does: a missing or broken POM means "no dependencies", which a missing jar then turns into an error.
    session.setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(true, true));
    // What is missing or out of reach now may be there in a minute.
    session.setResolutionErrorPolicy(new SimpleResolutionErrorPolicy(false, false));
    session.setDependencyTraverser(new OutsideSpark(session.getDependencyTraverser(), spark));
    if (request.proxies.length > 0) session.setProxySelector(proxies(request.proxies));
    if (request.userRepository != null) alsoReadFrom(request.userRepository, system, session);

    List declared = new ArrayList();
    for (int i = 0; i < request.repositories.length; i++) {
      Repository r = request.repositories[i];
      declared.add(new RemoteRepository.Builder(r.id, "default", r.url).build());
    }
    // The repositories of settings.xml's profiles come after those of the job, as they would after a POM's.
    List repositories = system.newResolutionRepositories(session, declared);
    repositories = merged(repositories, context.remoteRepositories());

    CollectRequest collect = new CollectRequest();
    collect.setRepositories(repositories);
    for (int i = 0; i < request.artifacts.length; i++) collect.addDependency(dependency(request.artifacts[i], session));
    JsonArray problems = new JsonArray();
    CollectResult result;
    try {
      result = system.collectDependencies(session, collect);
    } catch (DependencyCollectionException e) {
      result = e.getResult();
      List exceptions = result.getExceptions();
      for (int i = 0; i < exceptions.size(); i++) problems.add(problem((Throwable) exceptions.get(i)));
      if (exceptions.isEmpty()) problems.add(problem(e));
    }
    JsonArray nodes = new JsonArray();
    if (result.getRoot() != null) describe(result.getRoot(), -1, nodes, system, session);
    JsonObject answer = new JsonObject();
    answer.addProperty("kind", "resolved");
    answer.add("nodes", nodes);
    answer.add("problems", problems);
    answer.add("spark", strings(spark));
    answer.add("repositories", urls(repositories));
    return answer;
  }

  static List merged(List first, List second) {
    List all = new ArrayList(first);
    Set ids = new HashSet();
    for (int i = 0; i < first.size(); i++) ids.add(((RemoteRepository) first.get(i)).getId());
    for (int i = 0; i < second.size(); i++) if (ids.add(((RemoteRepository) second.get(i)).getId())) all.add(second.get(i));
    return all;
  }

  static Dependency dependency(Declared d, RepositorySystemSession session) {
    ArtifactType type = session.getArtifactTypeRegistry().get(d.type);
    String extension = type == null ? d.type : type.getExtension();
    Artifact artifact = new DefaultArtifact(d.groupId, d.artifactId, d.classifier, extension, d.version, type);
    List exclusions = new ArrayList();
    for (int i = 0; i < d.exclusions.length; i++) {
      exclusions.add(new Exclusion(d.exclusions[i].groupId, d.exclusions[i].artifactId, "*", "*"));
    }
    return new Dependency(artifact, "compile", Boolean.FALSE, exclusions);
  }

  /** The user's own Maven repository is read, never written: POMs that lie there need no network, and what `mvn install` put there is found. */
  static void alsoReadFrom(String folder, RepositorySystem system, DefaultRepositorySystemSession session) {
    LocalRepositoryManager users = system.newLocalRepositoryManager(session, new LocalRepository(folder));
    List tail = Collections.singletonList(users);
    session.setLocalRepositoryManager(new ChainedLocalRepositoryManager(session.getLocalRepositoryManager(), tail, false));
  }

  // The graph, flat: every node names its parent's index.

  static void describe(DependencyNode node, int parent, JsonArray nodes, RepositorySystem system, RepositorySystemSession session) {
    int index = parent;
    if (node.getArtifact() != null) {
      index = nodes.size();
      nodes.add(described(node, parent, system, session));
    }
    List children = node.getChildren();
    for (int i = 0; i < children.size(); i++) describe((DependencyNode) children.get(i), index, nodes, system, session);
  }

  static JsonObject described(DependencyNode node, int parent, RepositorySystem system, RepositorySystemSession session) {
    Artifact artifact = node.getArtifact();
    JsonObject json = new JsonObject();
    json.addProperty("parent", new Integer(parent));
    json.addProperty("groupId", artifact.getGroupId());
    json.addProperty("artifactId", artifact.getArtifactId());
    json.addProperty("version", artifact.getBaseVersion());
    json.addProperty("classifier", artifact.getClassifier());
    json.addProperty("extension", artifact.getExtension());
    json.add("repositories", urls(node.getRepositories()));
    DependencyNode winner = (DependencyNode) node.getData().get(ConflictResolver.NODE_DATA_WINNER);
    if (winner != null) {
      json.addProperty("winner", winner.getArtifact().getBaseVersion());
      return json;
    }
    if (artifact.isSnapshot()) json.addProperty("timestamped", timestamped(node, system, session));
    LocalArtifactResult local = session.getLocalRepositoryManager().find(session, new LocalArtifactRequest(artifact, null, null));
    if (local.isAvailable() && local.getFile() != null) json.addProperty("installed", local.getFile().getPath());
    return json;
  }

  static String timestamped(DependencyNode node, RepositorySystem system, RepositorySystemSession session) {
    try {
      return system.resolveVersion(session, new VersionRequest(node.getArtifact(), node.getRepositories(), null)).getVersion();
    } catch (org.eclipse.aether.resolution.VersionResolutionException e) {
      return node.getArtifact().getVersion();
    }
  }

  /** A mirror stands for other repositories: their own addresses are given, since mirrors are each machine's own affair. */
  static JsonArray urls(List repositories) {
    JsonArray json = new JsonArray();
    for (int i = 0; i < repositories.size(); i++) {
      RemoteRepository repository = (RemoteRepository) repositories.get(i);
      List mirrored = repository.getMirroredRepositories();
      if (mirrored.isEmpty()) mirrored = Collections.singletonList(repository);
      for (int j = 0; j < mirrored.size(); j++) {
        RemoteRepository original = (RemoteRepository) mirrored.get(j);
        json.add(new JsonPrimitive(original.getId() + " " + original.getUrl()));
      }
    }
    return json;
  }

  static JsonArray strings(Collection values) {
    JsonArray json = new JsonArray();
    for (Iterator i = values.iterator(); i.hasNext();) json.add(new JsonPrimitive((String) i.next()));
    return json;
  }

  // What went wrong.

  static JsonObject problem(Throwable thrown) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", "broken");
    json.addProperty("message", withReason(thrown));
    for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (t instanceof VersionRangeResolutionException) {
        json.addProperty("kind", "no-version");
        name(((VersionRangeResolutionException) t).getResult().getRequest().getArtifact(), json);
        List reasons = ((VersionRangeResolutionException) t).getResult().getExceptions();
        for (int i = 0; i < reasons.size(); i++) transfer((Throwable) reasons.get(i), json);
      }
      if (t instanceof ArtifactDescriptorException) name(((ArtifactDescriptorException) t).getResult().getRequest().getArtifact(), json);
      transfer(t, json);
    }
    return json;
  }

  /** "Failed to read artifact descriptor for …" alone does not say which file is missing or wrong. */
  static String withReason(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    String reason = String.valueOf(rootOf(thrown).getMessage());
    return message.contains(reason) ? message : message + ": " + reason;
  }

  static Throwable rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) root = root.getCause();
    return root;
  }

  static void transfer(Throwable t, JsonObject json) {
    RemoteRepository repository = null;
    if (t instanceof ArtifactTransferException && !(t instanceof ArtifactNotFoundException)) {
      repository = ((ArtifactTransferException) t).getRepository();
      name(((ArtifactTransferException) t).getArtifact(), json);
    } else if (t instanceof MetadataTransferException && !(t instanceof MetadataNotFoundException)) {
      repository = ((MetadataTransferException) t).getRepository();
    }
    if (repository == null) return;
    json.addProperty("kind", "unreachable");
    json.addProperty("repository", repository.getId());
    json.addProperty("url", repository.getUrl());
    Throwable root = rootOf(t);
    json.addProperty("message", root instanceof java.net.UnknownHostException ? "unknown host " + root.getMessage() : String.valueOf(root.getMessage()));
  }

  static void name(Artifact artifact, JsonObject json) {
    if (artifact != null) json.addProperty("artifact", artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getVersion());
  }

  // What Spark has itself.

  /** One `groupId:artifactId:rest` for each jar of Spark; groupId is `?` where the jar doesn't tell, rest is the version and perhaps a classifier. */
  static Set sparkLibraries(String folder) throws Exception {
    Set libraries = new HashSet();
    File[] files = folder == null ? null : new File(folder).listFiles();
    for (int i = 0; files != null && i < files.length; i++) {
      if (!files[i].getName().endsWith(".jar")) continue;
      String library = library(files[i]);
      libraries.add(library);
      String[] parts = library.split(":");
      for (int j = 0; parts[1].equals("hadoop-client-api") && j < IN_HADOOP_CLIENT.length; j++) {
        libraries.add("org.apache.hadoop:" + IN_HADOOP_CLIENT[j] + ":" + parts[2]);
      }
    }
    return libraries;
  }

  /** Artifacts whose classes Spark has in hadoop-client-api and hadoop-client-runtime, under those names only. */
  static final String[] IN_HADOOP_CLIENT = {
    "hadoop-annotations", "hadoop-auth", "hadoop-client", "hadoop-common", "hadoop-hdfs", "hadoop-hdfs-client",
    "hadoop-mapreduce-client-app", "hadoop-mapreduce-client-common", "hadoop-mapreduce-client-core",
    "hadoop-mapreduce-client-jobclient", "hadoop-yarn-api", "hadoop-yarn-client", "hadoop-yarn-common"
  };

  static String library(File file) throws Exception {
    String name = file.getName().substring(0, file.getName().length() - 4);
    ZipFile zip = new ZipFile(file);
    try {
      for (Enumeration entries = zip.entries(); entries.hasMoreElements();) {
        String[] path = ((ZipEntry) entries.nextElement()).getName().split("/");
        if (path.length != 5 || !path[1].equals("maven") || !path[4].equals("pom.properties")) continue;
        if (name.startsWith(path[3] + "-")) return path[2] + ":" + path[3] + ":" + name.substring(path[3].length() + 1);
      }
    } finally {
      zip.close();
    }
    java.util.regex.Matcher matcher = java.util.regex.Pattern.compile("(.+?)-(\\d.*)").matcher(name);
    return matcher.matches() ? "?:" + matcher.group(1) + ":" + matcher.group(2) : "?:" + name + ":";
  }

  /** Leaves alone what Spark has itself brings along: Spark's version of it has brought its own. */
  static class OutsideSpark implements DependencyTraverser {
    final DependencyTraverser next;
    final Set names;

    OutsideSpark(DependencyTraverser next, Set libraries) {
      this.next = next;
      this.names = new HashSet();
      for (Iterator i = libraries.iterator(); i.hasNext();) {
        String[] parts = ((String) i.next()).split(":");
        names.add(parts[0] + ":" + withoutSuffix(parts[1]));
      }
    }

    private OutsideSpark(Set names, DependencyTraverser next) {
      this.next = next;
      this.names = names;
    }

    static String withoutSuffix(String artifactId) {
      return artifactId.replaceFirst("_\\d+(\\.\\d+)?$", "");
    }

    public boolean traverseDependency(Dependency dependency) {
      Artifact artifact = dependency.getArtifact();
      String name = withoutSuffix(artifact.getArtifactId());
      if (names.contains(artifact.getGroupId() + ":" + name) || names.contains("?:" + name)) return false;
      return next == null || next.traverseDependency(dependency);
    }

    public DependencyTraverser deriveChildTraverser(DependencyCollectionContext context) {
      DependencyTraverser child = next == null ? null : next.deriveChildTraverser(context);
      return child == next ? this : new OutsideSpark(names, child);
    }

    // The collector shares subtrees between nodes whose traversers are equal.
    public boolean equals(Object other) {
      if (!(other instanceof OutsideSpark)) return false;
      OutsideSpark that = (OutsideSpark) other;
      return names.equals(that.names) && (next == null ? that.next == null : next.equals(that.next));
    }

    public int hashCode() {
      return names.size();
    }
  }

  // The network.

  static DefaultProxySelector proxies(EnvironmentProxy[] proxies) {
    DefaultProxySelector selector = new DefaultProxySelector();
    for (int i = 0; i < proxies.length; i++) {
      EnvironmentProxy p = proxies[i];
      AuthenticationBuilder authentication = new AuthenticationBuilder();
      if (p.username != null) authentication.addUsername(p.username).addPassword(p.password);
      selector.add(new Proxy(p.protocol, p.host, p.port, authentication.build()), p.nonProxyHosts);
    }
    return selector;
  }

  /** Trusts the certificates of a PEM file besides Java's own. */
  static void trust(String file) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    TrustManagerFactory defaults = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    defaults.init((KeyStore) null);
    X509Certificate[] known = ((X509TrustManager) defaults.getTrustManagers()[0]).getAcceptedIssuers();
    for (int i = 0; i < known.length; i++) store.setCertificateEntry("java-" + i, known[i]);
    InputStream in = new FileInputStream(file);
    try {
      int n = 0;
      for (Iterator i = CertificateFactory.getInstance("X.509").generateCertificates(in).iterator(); i.hasNext();) {
        store.setCertificateEntry("file-" + n++, (Certificate) i.next());
      }
    } finally {
      in.close();
    }
    TrustManagerFactory all = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    all.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, all.getTrustManagers(), null);
    SSLContext.setDefault(context);
  }

  // What is told meanwhile.

  static class Progress extends AbstractTransferListener {
    public void transferInitiated(TransferEvent event) {
      JsonObject json = new JsonObject();
      json.addProperty("kind", "reading");
      json.addProperty("resource", event.getResource().getResourceName());
      say(json);
    }
  }

  static synchronized void say(JsonObject json) {
    out.println(json.toString());
  }
}
