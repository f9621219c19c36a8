package org.consent4j.compatibility.shop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;

/** How applications' tests are set up, with the annotations where Boot 4 has them. */
final class Mvc {

    private Mvc() {}

    @WebMvcTest
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Slice {}

    @WebMvcTest
    @AutoConfigureMockMvc(addFilters = false)
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface SliceWithoutFilters {}

    @SpringBootTest
    @AutoConfigureMockMvc
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Whole {}
}
