import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.net.InetAddress;

/** An LDAP server on loopback. It is told its port, the DN below which users are, and a user's name and password. */
public final class Directory {
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    String base = args[1];
    String user = args[2];
    String password = args[3];
    var config = new InMemoryDirectoryServerConfig(base);
    var loopback = InetAddress.getLoopbackAddress();
    config.setListenerConfigs(new InMemoryListenerConfig("ldap", loopback, port, null, null, null));
    var server = new InMemoryDirectoryServer(config);
    server.add("dn: " + base, "objectClass: domain");
    server.add(
        "dn: uid=" + user + "," + base,
        "objectClass: inetOrgPerson",
        "cn: " + user,
        "sn: " + user,
        "userPassword: " + password);
    server.startListening();
  }
}
