package org.consent4j.compatibility.ways;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.body.MessageBodyWriter;
import io.micronaut.http.codec.CodecException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;

/** A body whose writer sets a cookie: after all filters. */
class Late {

    /** A body that can't be written, so that another response is made, after all filters. */
    static class Unwritable extends Late {}

    @Requires(env = "ways")
    @Singleton
    @Produces(MediaType.TEXT_PLAIN)
    static class Writer implements MessageBodyWriter<Late> {

        @Override
        public void writeTo(
                Argument<Late> type, MediaType mediaType, Late late, MutableHeaders headers, OutputStream out) {
            headers.add("Set-Cookie", "stat_late=1");
            headers.add("Set-Cookie", "app_lang=1; Path=/");
            if (late instanceof Unwritable) {
                throw new CodecException("not to be written");
            }
            try {
                out.write("done".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new CodecException("not written", e);
            }
        }
    }
}
