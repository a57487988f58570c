// SPDX-License-Identifier: GPL-3.0-or-later
// What the replies of model servers say about the weights: pure, private to the client.
#pragma once

#include "client/weights.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace tiebreak::client {

/// One entry of an OpenAI-like model list.
struct ListedModel {
    std::string id;
    std::string owned_by; ///< "vllm", "llamacpp", "library" (Ollama) or an organisation
    std::string root;     ///< vLLM: path or repository of the weights
    std::string parent;   ///< vLLM: the base model of an adapter
    std::string status;   ///< of a llama.cpp that serves several models: "loaded", "unloaded"; else empty
    nlohmann::json meta;  ///< llama.cpp: sizes read from the weights; null elsewhere
};

/// The entries of {base}/models; none where the body is no such list.
[[nodiscard]] std::vector<ListedModel> read_model_list(const std::string& body);

/// The models of Ollama's /api/tags, with their tags; none where the body is no such list.
[[nodiscard]] std::vector<ListedModel> read_tag_list(const std::string& body);

/// What of llama.cpp's /props and the list's `meta` is tied to the weights: path, chat template, sizes. Null
/// where the body is not llama.cpp's.
[[nodiscard]] nlohmann::json read_llama_props(const std::string& body, const nlohmann::json& meta);

/// `adapters`: the body of /lora-adapters, empty where the server has no such path.
[[nodiscard]] Weights weights_of_llama(nlohmann::json props, const std::string& adapters);
/// `entry` may be null: not listed.
[[nodiscard]] Weights weights_of_vllm(const ListedModel* entry, const std::string& model);
/// `tags`: the body of /api/tags. A name without a tag means ":latest".
[[nodiscard]] Weights weights_of_ollama(const std::string& tags, const std::string& model);
[[nodiscard]] Weights weights_of_snapshot(const std::string& model);

/// Whether the id carries a date, as hosted snapshots do: gpt-4o-2024-08-06, claude-3-5-sonnet-20241022.
[[nodiscard]] bool is_dated_snapshot(const std::string& model);

} // namespace tiebreak::client
