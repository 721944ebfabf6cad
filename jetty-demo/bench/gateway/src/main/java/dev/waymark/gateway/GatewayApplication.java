// SPDX-License-Identifier: Apache-2.0
package dev.waymark.gateway;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A login portal made of Spring Cloud Gateway, to compare with: all requests go to {@code gateway.upstream}, and into login
 * responses it writes the base URL that {@code gateway.users}, a file, has for their user.
 */
@SpringBootApplication
public class GatewayApplication {

    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
    }

    @Bean
    LoginResponses loginResponses(@Value("${gateway.users}") Path users) throws IOException {
        return LoginResponses.of(users);
    }

    @Bean
    RouteLocator routes(
            RouteLocatorBuilder routes, LoginResponses responses, @Value("${gateway.upstream}") String upstream) {
        return routes.routes()
                .route("login", route -> route
                        .path("/_matrix/client/v3/login").and().method(HttpMethod.POST)
                        .filters(filters -> filters.modifyResponseBody(byte[].class, byte[].class, responses))
                        .uri(upstream))
                .route("all else", route -> route.path("/**").uri(upstream))
                .build();
    }
}
