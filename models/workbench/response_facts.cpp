// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/response_facts.h"

#include "store/passes.h"
#include "store/training.h"
#include "text/utf8.h"

#include <algorithm>
#include <functional>
#include <future>
#include <string_view>
#include <thread>

namespace tiebreak::workbench {

const store::ResponseRow* RunResponses::row(std::size_t candidate, std::size_t item) const {
    const auto& index = first[candidate * items + item];
    return index ? &rows[*index] : nullptr;
}

const ResponseFacts* RunResponses::fact(std::size_t candidate, std::size_t item) const {
    const auto& index = first[candidate * items + item];
    return index && facts[*index].read ? &facts[*index] : nullptr;
}

namespace {

// Finding out how a text went wrong costs a hundred times what reading it does, so that it goes to all
// processors; batches keep the memory small.
constexpr std::size_t batch_texts = 4096;
constexpr std::size_t batch_bytes = std::size_t{16} << 20U;
constexpr std::size_t worth_a_thread = 64; // texts

struct Text {
    std::size_t row = 0; ///< index into RunResponses::rows
    std::string body;
};

ResponseFacts facts_of(const RunFrame& frame, const store::ResponseRow& row, std::string_view body) {
    ResponseFacts facts;
    facts.read = true;
    facts.characters = static_cast<std::uint32_t>(text::character_count(body));
    facts.fingerprint = std::hash<std::string_view>{}(body);
    if (const auto item = frame.item_of.find(row.item); item != frame.item_of.end()) {
        for (const judging::Degeneration kind :
             judging::find_degeneration(frame.items[item->second].content, body, row.finish_reason)) {
            facts.degenerate |= 1U << static_cast<unsigned>(kind);
        }
    }
    return facts;
}

void look_at(const std::vector<Text>& batch, const RunFrame& frame, RunResponses& responses) {
    const std::size_t most = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    const std::size_t parts = std::clamp<std::size_t>(batch.size() / worth_a_thread, 1, most);
    // Each part writes the facts of its own rows only.
    const auto work = [&](std::size_t part) {
        for (std::size_t k = batch.size() * part / parts; k < batch.size() * (part + 1) / parts; ++k) {
            responses.facts[batch[k].row] = facts_of(frame, responses.rows[batch[k].row], batch[k].body);
        }
    };
    std::vector<std::future<void>> others;
    for (std::size_t part = 1; part < parts; ++part) {
        others.push_back(std::async(std::launch::async, work, part));
    }
    work(0);
    for (std::future<void>& other : others) {
        other.get();
    }
}

} // namespace

RunResponses read_responses(store::Connection& connection, const RunFrame& frame) {
    RunResponses result;
    result.rows = store::responses(connection, frame.run.id);
    result.facts.resize(result.rows.size());
    result.items = frame.items.size();
    result.first.resize(frame.candidates.size() * frame.items.size());
    std::unordered_map<domain::ResponseId, std::size_t> index_of;
    index_of.reserve(result.rows.size());
    for (std::size_t k = 0; k < result.rows.size(); ++k) {
        const store::ResponseRow& row = result.rows[k];
        index_of.emplace(row.id, k);
        const auto candidate = frame.candidate_of.find(row.candidate);
        const auto item = frame.item_of.find(row.item);
        if (candidate == frame.candidate_of.end() || item == frame.item_of.end()) {
            continue;
        }
        auto& first = result.first[candidate->second * result.items + item->second];
        const auto key = [](const store::ResponseRow& r) { return std::pair(r.repeat, r.turn); };
        if (!first || key(row) < key(result.rows[*first])) {
            first = k;
        }
    }
    std::vector<Text> batch;
    std::size_t bytes = 0;
    store::each_response_text(connection, frame.run.id, [&](domain::ResponseId id, std::string_view text) {
        const auto found = index_of.find(id);
        if (found == index_of.end()) {
            return;
        }
        batch.push_back({found->second, std::string(text)});
        bytes += text.size();
        if (batch.size() >= batch_texts || bytes >= batch_bytes) {
            look_at(batch, frame, result);
            batch.clear();
            bytes = 0;
        }
    });
    look_at(batch, frame, result);
    for (const domain::ResponseId id : store::training_copies(connection, frame.run.id)) {
        if (const auto found = index_of.find(id); found != index_of.end()) {
            result.facts[found->second].degenerate |=
                1U << static_cast<unsigned>(judging::Degeneration::training_copy);
        }
    }
    return result;
}

std::vector<std::string> degeneration_names(unsigned degenerate) {
    std::vector<std::string> names;
    for (const judging::Degeneration kind : judging::all_degenerations()) {
        if ((degenerate >> static_cast<unsigned>(kind) & 1U) != 0) {
            names.emplace_back(judging::name_of(kind));
        }
    }
    return names;
}

} // namespace tiebreak::workbench
