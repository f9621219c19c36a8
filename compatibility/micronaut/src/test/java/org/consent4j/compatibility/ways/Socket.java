package org.consent4j.compatibility.ways;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import org.consent4j.catalogue.Category;
import org.consent4j.micronaut.ConsentFilter;

/** Tells what is allowed, and which cookies there are. */
@Requires(env = "ways")
@ServerWebSocket("/socket")
class Socket {

    @OnOpen
    void open(WebSocketSession session, HttpRequest<?> request) {
        session.sendSync(ConsentFilter.exchange(request).allows(Category.STATISTICAL) + " "
                + request.getHeaders().getAll("Cookie"));
    }

    @OnMessage
    void message(String message) {}
}
