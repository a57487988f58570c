// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/prompt_template.h"

#include "domain/error.h"
#include "embedded/prompt_templates.h"
#include "text/nearest.h"

#include <fmt/format.h>
#include <kainjow/mustache.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace tiebreak::text {

namespace {

namespace mustache = kainjow::mustache;

domain::Error template_error(std::string what, const std::string& where, std::string mend) {
    return {domain::ErrorKind::usage, std::move(what), where.empty() ? "template" : where, std::move(mend)};
}

/// Looks names up strictly: Mustache would print nothing for an unknown one, and the model would be asked
/// with a hole.
class StrictContext : public mustache::basic_context<std::string> {
public:
    StrictContext(const TemplateData& data, std::string where)
        : where_(std::move(where)) {
        for (const auto& [name, value] : data.values) {
            add(root_, name, value);
        }
        for (const auto& [name, entries] : data.lists) {
            mustache::list list;
            for (const auto& entry : entries) {
                mustache::object object;
                for (const auto& [key, value] : entry) {
                    add(object, key, value);
                }
                list.emplace_back(object);
            }
            root_.insert_or_assign(name, mustache::data(list));
        }
    }

    void push(const mustache::data* data) override { stack_.push_back(data); }
    void pop() override { stack_.pop_back(); }

    const mustache::data* get(const std::string& name) const override {
        if (name == "." && !stack_.empty()) {
            return stack_.back();
        }
        for (auto scope = stack_.rbegin(); scope != stack_.rend(); ++scope) {
            if (const mustache::data* found = (*scope)->get(name)) {
                return found;
            }
        }
        if (const auto found = root_.find(name); found != root_.end()) {
            return &found->second;
        }
        std::vector<std::string> known;
        for (const auto& [key, value] : root_) {
            known.push_back(key);
        }
        std::ranges::sort(known);
        throw template_error(fmt::format("the template names \"{{{{{}}}}}\", which there is not", name),
                             where_, did_you_mean(name, known));
    }

    const mustache::data* get_partial(const std::string& name) const override {
        throw template_error(fmt::format("the template includes \"{{{{>{}}}}}\"", name), where_,
                             "other files cannot be included; put their text in place");
    }

private:
    template <class Object>
    static void add(Object& object, const std::string& name, const std::string& value) {
        object.insert_or_assign(name, value.empty() ? mustache::data(mustache::data::type::bool_false)
                                                    : mustache::data(value));
    }

    std::string where_;
    mustache::object root_;
    std::vector<const mustache::data*> stack_;
};

/// Files end in a newline that is not part of the template.
std::string builtin_text(const std::string& name) {
    std::string_view text = embedded::prompt_templates::file(name + ".mustache");
    text.remove_suffix(text.ends_with('\n') ? 1 : 0);
    return std::string(text);
}

std::string raw_prompt(const std::string& instruction, const std::string& input) {
    return input.empty() ? instruction : instruction + "\n\n" + input;
}

} // namespace

std::string render_template(const std::string& text, const TemplateData& data, const std::string& where) {
    // The same few templates are filled thousands of times: each is read once. What fails is not kept.
    constexpr std::size_t most_kept = 16;
    thread_local std::map<std::string, std::unique_ptr<mustache::mustache>> kept;
    auto node = kept.extract(text);
    std::unique_ptr<mustache::mustache> compiled =
        node.empty() ? std::make_unique<mustache::mustache>(text) : std::move(node.mapped());
    if (!compiled->is_valid()) {
        throw template_error(compiled->error_message(), where,
                             "every {{#section}} ends in its {{/section}}, every {{ in }}");
    }
    compiled->set_custom_escape([](const std::string& value) { return value; });
    StrictContext context(data, where);
    std::string out = compiled->render(context);
    if (!compiled->is_valid()) {
        throw template_error(compiled->error_message(), where, {});
    }
    if (kept.size() >= most_kept) {
        kept.clear();
    }
    kept.emplace(text, std::move(compiled));
    return out;
}

std::span<const std::string> builtin_templates() {
    static const std::vector<std::string> names{"raw", "alpaca", "chatml"};
    return names;
}

bool is_builtin_template(std::string_view name) {
    return std::ranges::find(builtin_templates(), name) != builtin_templates().end();
}

std::span<const std::string> prompt_names() {
    static const std::vector<std::string> names{"instruction", "input", "system", "prompt"};
    return names;
}

std::string render_prompt(const std::string& prompt_template, const std::string& instruction,
                          const std::string& input, const std::string& system) {
    const std::string name = prompt_template.empty() ? "raw" : prompt_template;
    if (name == "raw") { // what its template says, without reading one: most calls are asked so
        return system.empty() ? raw_prompt(instruction, input)
                              : system + "\n\n" + raw_prompt(instruction, input);
    }
    const bool builtin = is_builtin_template(name);
    if (!builtin && name.find("{{") == std::string::npos) {
        throw template_error(fmt::format("there is no template \"{}\"", name), {},
                             did_you_mean(name, builtin_templates()) +
                                 " A template of one's own names {{instruction}} or {{prompt}}.");
    }
    TemplateData data;
    data.values = {{"instruction", instruction},
                   {"input", input},
                   {"system", system},
                   {"prompt", raw_prompt(instruction, input)}};
    return render_template(builtin ? builtin_text(name) : name, data, builtin ? name : std::string{});
}

std::string continue_prompt(const std::string& prompt_template, std::string prompt, const std::string& answer,
                            const std::string& turn) {
    prompt += answer;
    prompt += prompt_template == "chatml" ? "<|im_end|>\n" : "\n\n";
    return prompt + render_prompt(prompt_template, turn, {});
}

void check_prompt_template(const std::string& prompt_template) {
    // Once with every section taken and once with none, so that names inside of either kind are looked up.
    const std::string filled = render_prompt(prompt_template, "a", "b", "c");
    const std::string empty = render_prompt(prompt_template, "", "", "");
    if (filled == empty) {
        throw template_error("the template is the same for every item", {},
                             "name {{instruction}} or {{prompt}} in it");
    }
}

std::vector<domain::Message> as_messages(const std::string& prompt_template, const std::string& instruction,
                                         const std::string& input, const std::string& system) {
    if (!prompt_template.empty() && prompt_template != "raw" && prompt_template != "alpaca") {
        throw template_error(
            "a chat endpoint applies the model's own template; a second one would nest in it", {},
            "leave \"template\" out, name \"raw\" or \"alpaca\" for the text of the user message, or use "
            "\"api\": \"openai-completions\"");
    }
    std::vector<domain::Message> messages;
    if (!system.empty()) {
        messages.push_back({"system", system});
    }
    messages.push_back({"user", render_prompt(prompt_template, instruction, input)});
    return messages;
}

} // namespace tiebreak::text
