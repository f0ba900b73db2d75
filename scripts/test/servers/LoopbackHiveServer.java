import org.apache.hadoop.hive.common.LogUtils;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hive.service.Service;
import org.apache.hive.service.cli.CLIService;
import org.apache.hive.service.cli.thrift.ThriftHttpCLIService;
import org.apache.hive.service.server.HiveServer2;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;

/** Starts HiveServer2 so that it listens on loopback only, by HTTP too, for which it has no setting. */
public final class LoopbackHiveServer {
  public static void main(String[] args) throws Exception {
    LogUtils.initHiveLog4j();
    var server = new OnLoopback();
    server.init(new HiveConf());
    server.start();
  }

  private static final class OnLoopback extends HiveServer2 {
    @Override
    protected synchronized void addService(Service service) {
      super.addService(service instanceof ThriftHttpCLIService ? new HttpOnLoopback(getCliService()) : service);
    }
  }

  private static final class HttpOnLoopback extends ThriftHttpCLIService {
    HttpOnLoopback(CLIService service) {
      super(service);
    }

    /** Called when the connector is there and has not been started yet. */
    @Override
    public void constrainHttpMethods(ServletContextHandler context, boolean allowOptions) {
      super.constrainHttpMethods(context, allowOptions);
      for (var connector : server.getConnectors()) ((ServerConnector) connector).setHost("127.0.0.1");
    }
  }
}
