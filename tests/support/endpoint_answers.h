// SPDX-License-Identifier: GPL-3.0-or-later
// What the test endpoint answers: shared with the tests, which so know every right answer beforehand.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::test {

/// A 64-bit digest (FNV-1a, mixed), 16 hexadecimal digits.
std::string digest(std::string_view text);

/// How good the model's answer to the prompt is said to be, 0–100: within 10 of `base` where one is given,
/// else anywhere.
int quality(std::string_view model, std::string_view prompt, std::optional<int> base = {});

/// The answer of `model` to `prompt` (a chat's last user message, or a completion's prompt): names both by
/// digest, so that an answer filed under the wrong model or item is seen, and says "quality=NN". `words`
/// filler words follow.
std::string answer_text(std::string_view model, std::string_view prompt, std::optional<int> base = {},
                        int words = 12);

/// The score the judge of the test endpoint gives to a response: the NN of its "quality=NN", else from its
/// digest; 0 for a blank one.
int judge_score(std::string_view response);
/// Its comment: "about DIGEST", the digest of the response.
std::string judge_comment(std::string_view response);

/// One candidate's place in a judge's prompt.
struct JudgedSection {
    std::string heading; ///< "Model 3" or "Answer"
    std::string response;
};

/// The places of the candidates, in the prompt's order. Reads the built-in prompts ("### Model 3", then lines
/// between <data-FENCE> and </data-FENCE>, where the first such tag in `system` names the fence), and prompts
/// of a person's own where a line "Model 3" (with any marks around it) begins a place that ends at the next
/// one.
std::vector<JudgedSection> judged_sections(std::string_view system, std::string_view user);

} // namespace tiebreak::test
