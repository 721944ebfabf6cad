// SPDX-License-Identifier: Apache-2.0
package homeserver;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.ServletContextAware;

/** A homeserver that everyone can log in to. */
@SpringBootApplication
@RestController
public class Homeserver extends SpringBootServletInitializer implements ServletContextAware {

    private ServletContext context;

    public static void main(String[] args) {
        SpringApplication.run(Homeserver.class, args);
    }

    @Override
    protected SpringApplicationBuilder configure(SpringApplicationBuilder application) {
        return application.sources(Homeserver.class);
    }

    @Override
    public void setServletContext(ServletContext servletContext) {
        context = servletContext;
    }

    /** Where Spring Security stands. */
    @Bean
    FilterRegistrationBean<LoginFilter> loginFilter() {
        FilterRegistrationBean<LoginFilter> registration = new FilterRegistrationBean<>(new LoginFilter());
        registration.setOrder(-100);
        return registration;
    }

    @GetMapping("/_matrix/client/versions")
    Map<String, Object> versions() {
        return Map.of("versions", new String[] {"v1.11"});
    }

    /** Which filters there are. */
    @GetMapping("/filters")
    Map<String, String> filters() {
        Map<String, String> filters = new TreeMap<>();
        for (FilterRegistration filter : context.getFilterRegistrations().values()) {
            filters.put(filter.getName(), filter.getClassName());
        }
        return filters;
    }
}
