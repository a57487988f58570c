// SPDX-License-Identifier: GPL-3.0-or-later
// The text forms of the domain's enumerations, one table each, and the key by which responses join items.
#include "domain/candidate.h"
#include "domain/item.h"
#include "domain/judging.h"
#include "domain/response.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace tiebreak::domain {

namespace {

template <class E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

template <class E, std::size_t N>
std::string name_of(const Names<E, N>& names, E value) {
    const auto* found = std::ranges::find(names, value, &std::pair<E, std::string_view>::first);
    return found == names.end() ? std::string{} : std::string(found->second);
}

template <class E, std::size_t N>
std::optional<E> value_of(const Names<E, N>& names, std::string_view name) {
    const auto* found = std::ranges::find(names, name, &std::pair<E, std::string_view>::second);
    return found == names.end() ? std::nullopt : std::optional<E>(found->first);
}

constexpr Names<Api, 6> api_names{{{Api::recorded, "recorded"},
                                   {Api::openai_chat, "openai-chat"},
                                   {Api::openai_completions, "openai-completions"},
                                   {Api::anthropic, "anthropic"},
                                   {Api::ollama, "ollama"},
                                   {Api::command, "command"}}};

constexpr Names<Protocol, 9> protocol_names{{{Protocol::joint, "joint"},
                                             {Protocol::single, "single"},
                                             {Protocol::pairwise, "pairwise"},
                                             {Protocol::round_robin, "round-robin"},
                                             {Protocol::rubric, "rubric"},
                                             {Protocol::listwise, "listwise"},
                                             {Protocol::tournament, "tournament"},
                                             {Protocol::scorer, "scorer"},
                                             {Protocol::multi_turn, "multi-turn"}}};

constexpr Names<RankMethod, 5> method_names{{{RankMethod::listwise, "listwise"},
                                             {RankMethod::pointwise, "pointwise"},
                                             {RankMethod::pairs, "pairs"},
                                             {RankMethod::sorting, "sorting"},
                                             {RankMethod::bubble, "bubble"}}};

constexpr Names<FailureKind, 15> failure_names{{{FailureKind::none, ""},
                                                {FailureKind::connect, "no connection"},
                                                {FailureKind::timeout, "timeout"},
                                                {FailureKind::reset, "connection reset"},
                                                {FailureKind::http_client, "refused by server"},
                                                {FailureKind::rate_limit, "rate limit"},
                                                {FailureKind::server, "server error"},
                                                {FailureKind::bad_body, "unreadable reply"},
                                                {FailureKind::too_large, "reply too large"},
                                                {FailureKind::redirect, "redirect"},
                                                {FailureKind::program, "program failed"},
                                                {FailureKind::refused, "not sent"},
                                                {FailureKind::secret, "no key"},
                                                {FailureKind::weights_changed, "weights changed"},
                                                {FailureKind::cancelled, "cancelled"}}};

constexpr Names<ReplyStatus, 3> status_names{{{ReplyStatus::read, "read"},
                                              {ReplyStatus::parse_failure, "parse_failure"},
                                              {ReplyStatus::failed, "failed"}}};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n\v\f";
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

} // namespace

std::string to_string(Api api) {
    return name_of(api_names, api);
}
std::optional<Api> api_from_string(const std::string& name) {
    return value_of(api_names, name);
}
std::string to_string(Protocol protocol) {
    return name_of(protocol_names, protocol);
}
std::optional<Protocol> protocol_from_string(const std::string& name) {
    return value_of(protocol_names, name);
}
std::string to_string(RankMethod method) {
    return name_of(method_names, method);
}
std::optional<RankMethod> rank_method_from_string(const std::string& name) {
    return value_of(method_names, name);
}
std::string to_string(FailureKind kind) {
    return name_of(failure_names, kind);
}
std::optional<FailureKind> failure_from_string(const std::string& name) {
    return value_of(failure_names, name);
}
std::string to_string(ReplyStatus status) {
    return name_of(status_names, status);
}

std::string join_key(const std::string& instruction, const std::string& input) {
    std::string key(trimmed(instruction));
    key += '\x1f';
    key += trimmed(input);
    return key;
}

} // namespace tiebreak::domain
