package org.consent4j.example.micronaut;

import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;

/**
 * Starts the portal. All that it has to do for consent is to have {@link PortalCatalogue} for a bean.
 */
public final class Portal {

    private static final int STANDARD_PORT = 8080;

    private Portal() {}

    /**
     * Starts the portal and stays until the process is ended.
     *
     * @param arguments {@code --port N}; 8080 if left out
     */
    public static void main(String[] arguments) {
        int port;
        try {
            port = port(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        EmbeddedServer portal = start(port);
        System.out.println("The portal is at http://localhost:" + portal.getPort() + "/");
    }

    static int port(String[] arguments) {
        if (arguments.length == 0) {
            return STANDARD_PORT;
        }
        if (arguments.length == 2 && arguments[0].equals("--port") && arguments[1].matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(arguments[1]);
            if (port <= 65_535) {
                return port;
            }
        }
        throw new IllegalArgumentException("Usage: --port N, with N from 0 (any free port) to 65535.");
    }

    static EmbeddedServer start(int port) {
        // Any free port is -1 here.
        return Micronaut.build("-micronaut.server.port=" + (port == 0 ? -1 : port))
                .mainClass(Portal.class)
                .banner(false)
                .start()
                .getBean(EmbeddedServer.class);
    }
}
