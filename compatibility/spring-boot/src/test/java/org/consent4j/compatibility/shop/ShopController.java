package org.consent4j.compatibility.shop;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Callable;
import org.consent4j.ConsentExchange;
import org.consent4j.catalogue.Category;
import org.consent4j.preference.Preferences;
import org.consent4j.spring.RequiresConsent;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
class ShopController {

    @GetMapping("/")
    @ResponseBody
    String home(ConsentExchange consent, HttpServletResponse response, Model model) {
        response.addCookie(new Cookie("visits", "1"));
        return "counted: " + consent.allows(Category.STATISTICAL) + ", model: "
                + model.asMap().keySet();
    }

    @GetMapping("/choices")
    @ResponseBody
    String choices(Preferences preferences) {
        return preferences.choices().toString();
    }

    @GetMapping("/later")
    @ResponseBody
    Callable<String> later(ConsentExchange consent, HttpServletResponse response) {
        return () -> {
            response.addCookie(new Cookie("visits", "1"));
            return "counted: " + consent.allows(Category.STATISTICAL);
        };
    }

    @GetMapping("/recommendations")
    @RequiresConsent("first-party")
    @ResponseBody
    String recommendations() {
        return "recommended";
    }

    @GetMapping("/undeclared")
    @ResponseBody
    String undeclared(HttpServletResponse response) {
        response.addCookie(new Cookie("made_up", "1"));
        return "done";
    }

    @PostMapping("/withdrawal")
    @ResponseBody
    String withdraw(ConsentExchange consent) {
        consent.withdraw(Category.STATISTICAL);
        return "withdrawn: " + !consent.allows(Category.STATISTICAL);
    }
}
