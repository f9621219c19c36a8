package org.consent4j.example.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.consent4j.test.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The portal from the code that was generated when it was built, as a native image would start it. */
@ExtendWith(OutputCaptureExtension.class)
class AheadOfTimeTest {

    @Test
    void thePortalStartsFromGeneratedCodeWithoutAWarning(CapturedOutput output) throws Exception {
        System.setProperty(AotDetector.AOT_ENABLED, "true");
        try (ConfigurableApplicationContext portal = start()) {
            assertThat(portal.getBeanFactory().getBeanDefinition("homeController"))
                    .as("no scanned definition")
                    .isExactlyInstanceOf(RootBeanDefinition.class);
            RawHttp.Response home = RawHttp.get("/").send(Portal.port(portal));
            assertThat(home.status()).isEqualTo(200);
            assertThat(home.setCookies())
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("sessionid="))
                    .anyMatch(line -> line.startsWith("csrftoken="));
            assertThat(home.text()).contains("accept-all", "portal-placeholder");
            assertThat(RawHttp.get("/cookies/choices.js")
                            .send(Portal.port(portal))
                            .status())
                    .isEqualTo(200);
        } finally {
            System.clearProperty(AotDetector.AOT_ENABLED);
        }
        assertThat(output).doesNotContain("WARN");
    }

    private static ConfigurableApplicationContext start() {
        SpringApplication application = new SpringApplication(Portal.class);
        // The generated classes have the main class's name, which is otherwise taken from the running program.
        application.setMainApplicationClass(Portal.class);
        return application.run("--server.port=0");
    }
}
