// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional> // first and apart: Qt 6.4's moc stumbles over <compare> where none stands before it

#include <compare>
#include <cstdint>

namespace tiebreak::domain {

/// A row's id inside one project file. Tagged, so that a run's id cannot be passed where an item's is meant.
/// Zero means "not stored". What must survive a merge of two files carries a UUID beside it.
template <class Tag>
struct Id {
    std::int64_t value = 0;

    [[nodiscard]] constexpr bool stored() const noexcept { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

using EvalSetId = Id<struct EvalSetTag>;
using EvalSetRevisionId = Id<struct EvalSetRevisionTag>;
using ItemId = Id<struct ItemTag>;
using ItemRevisionId = Id<struct ItemRevisionTag>;
using RubricId = Id<struct RubricTag>;
using RubricRevisionId = Id<struct RubricRevisionTag>;
using PromptRevisionId = Id<struct PromptRevisionTag>;
using EndpointId = Id<struct EndpointTag>;
using CandidateId = Id<struct CandidateTag>;
using CandidateRevisionId = Id<struct CandidateRevisionTag>;
using RunId = Id<struct RunTag>;
using CallId = Id<struct CallTag>;
using ResponseId = Id<struct ResponseTag>;
using JudgingId = Id<struct JudgingTag>;
using UnitId = Id<struct UnitTag>;
using ReplyId = Id<struct ReplyTag>;
using ParseId = Id<struct ParseTag>;
using TextId = Id<struct TextTag>;

} // namespace tiebreak::domain

template <class Tag>
struct std::hash<tiebreak::domain::Id<Tag>> {
    std::size_t operator()(tiebreak::domain::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
