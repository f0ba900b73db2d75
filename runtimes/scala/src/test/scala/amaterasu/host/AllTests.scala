package amaterasu.host

import amaterasu.host.output.OutputRouter

/** Runs every suite against one host. `AllTests [name]` runs the suite of that name, or the tests whose name contains it. */
object AllTests {
  def main(args: Array[String]): Unit = {
    OutputRouter.install()
    val out = OutputRouter.hostOut
    val host = TestHost.here()
    val suites = List(
      new ProtocolTests(host), new StatementTests(host), new CompileErrorTests(host), new ValueTests(host),
      new RuntimeTests(host), new DatasetTests(host), new ErrorTests(host), new CompiledTests(host),
      new OutputTests(host), new CancelTests(host), new JarTests(host), new SharedCodeTests(host), new WorkerTests(host), new SqlTests(host), new ProcessTests(host))
    var passed, failed = 0
    for (suite <- suites; (name, body) <- suite.tests if args.isEmpty || args.exists(part => name.contains(part) || suite.getClass.getSimpleName == part)) {
      val began = System.nanoTime
      try {
        body()
        passed += 1
        val ms = (System.nanoTime - began) / 1000000
        if (ms > 2000) out.println(s"  slow: $name ($ms ms)")
      } catch {
        case problem: Throwable =>
          failed += 1
          out.println(s"FAILED ${suite.getClass.getSimpleName}: $name\n  $problem")
          if (!problem.isInstanceOf[AssertionError]) problem.printStackTrace(out)
      }
    }
    out.println(s"$passed passed, $failed failed")
    out.flush()
    TestFolder.delete(host.folder)
    Runtime.getRuntime.halt(if (failed == 0 && passed > 0) 0 else 1)
  }
}
