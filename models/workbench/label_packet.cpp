// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/label_packet.h"

#include "domain/error.h"
#include "domain/random.h"
#include "domain/uuid.h"
#include "embedded/packet.h"
#include "text/digest.h"
#include "text/json.h"
#include "text/utf8.h"
#include "workbench/label_card.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tiebreak::workbench {

using domain::Error;
using domain::ErrorKind;
using OrderedJson = nlohmann::ordered_json;
using Json = nlohmann::json;

namespace {

constexpr std::size_t first_again = 10;
constexpr std::size_t again_step = 5;
constexpr std::size_t most_again = 6;
constexpr std::size_t rest = 6; ///< cards between a card and its return

std::string base64(std::string_view bytes) {
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8U | (at + k < bytes.size() ? static_cast<unsigned char>(bytes[at + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            text += at + k <= bytes.size() ? digits[group >> (18 - 6 * k) & 63U] : '=';
        }
    }
    return text;
}

std::string bytes_of(const std::string& hex) {
    std::string bytes;
    for (std::size_t k = 0; k + 1 < hex.size(); k += 2) {
        bytes += static_cast<char>(std::stoi(hex.substr(k, 2), nullptr, 16));
    }
    return bytes;
}

/// What may stand in the page's policy for a script or style of exactly these bytes.
std::string source_of(std::string_view bytes) {
    return "'sha256-" + base64(bytes_of(text::sha256_hex(bytes))) + "'";
}

/// JSON that cannot end the element it stands in, whatever its strings hold.
std::string inert(std::string json) {
    std::string text;
    text.reserve(json.size());
    for (const char c : json) {
        switch (c) {
        case '<':
            text += "\\u003c";
            break;
        case '>':
            text += "\\u003e";
            break;
        case '&':
            text += "\\u0026";
            break;
        default:
            text += c;
        }
    }
    return text;
}

void replace(std::string& text, std::string_view mark, std::string_view by) {
    const std::size_t at = text.find(mark);
    if (at == std::string::npos) {
        throw Error(ErrorKind::internal, fmt::format("the packet's page has no {}", mark));
    }
    text.replace(at, mark.size(), by);
}

/// Cards in the order they are asked, with those that come back.
std::vector<LabelCard> dealt(const std::shared_ptr<const LabelDesk>& desk, const PacketChoice& choice,
                             const std::string& uid) {
    LabelChoice asked = choice.choice;
    asked.annotator = "packet " + uid; // nobody's: sides are shuffled anew for each packet
    LabelQueue queue(desk, asked);
    std::vector<LabelCard> cards;
    std::size_t again = 0;
    domain::Random random(desk->seed, "again in " + uid);
    std::vector<std::size_t> fresh; // places of cards that may come back
    const bool repeats = asked.mode == store::LabelMode::pair && !asked.random_only;
    while (cards.size() < choice.cards) {
        const std::size_t place = cards.size();
        if (repeats && again < most_again && place >= first_again &&
            (place - first_again) % again_step == 0) {
            std::vector<std::size_t> may;
            std::ranges::copy_if(fresh, std::back_inserter(may),
                                 [&](std::size_t k) { return k + rest < place; });
            if (!may.empty()) {
                const std::size_t k = may[random.below(may.size())];
                std::erase(fresh, k);
                LabelCard card = cards[k];
                card.purpose = store::LabelPurpose::again;
                std::ranges::reverse(card.candidates);
                cards.push_back(card);
                ++again;
                continue;
            }
        }
        const auto card = queue.next();
        if (!card) {
            break;
        }
        fresh.push_back(cards.size());
        cards.push_back(*card);
    }
    return cards;
}

} // namespace

std::string to_json(const PacketCards& cards) {
    Json list = Json::array();
    for (const PacketCards::Card& card : cards.cards) {
        Json responses = Json::array();
        for (const domain::ResponseId id : card.responses) {
            responses.push_back(id.value);
        }
        list.push_back({{"id", card.id},
                        {"item", card.item.value},
                        {"responses", responses},
                        {"purpose", store::to_string(card.purpose)}});
    }
    return text::dump_json(
        Json{{"mode", store::to_string(cards.mode)}, {"rubric", cards.rubric}, {"cards", list}});
}

PacketCards packet_cards_from_json(const std::string& json) {
    const Json value = text::parse_json(json);
    PacketCards cards;
    cards.mode =
        store::label_mode_from_string(value.at("mode").get<std::string>()).value_or(store::LabelMode::pair);
    cards.rubric = value.value("rubric", "");
    for (const Json& each : value.at("cards")) {
        PacketCards::Card card;
        card.id = each.at("id").get<std::string>();
        card.item = {each.at("item").get<std::int64_t>()};
        for (const Json& id : each.at("responses")) {
            card.responses.push_back({id.get<std::int64_t>()});
        }
        card.purpose = store::label_purpose_from_string(each.at("purpose").get<std::string>())
                           .value_or(store::LabelPurpose::tie_break);
        cards.cards.push_back(std::move(card));
    }
    return cards;
}

LabelPacket make_label_packet(store::Connection& connection, const std::shared_ptr<const LabelDesk>& desk,
                              const PacketChoice& choice) {
    LabelPacket packet;
    packet.uid = domain::new_uuid();
    PacketCards meant;
    meant.mode = choice.choice.mode;
    std::optional<domain::Rubric> rubric;
    if (meant.mode == store::LabelMode::rubric) {
        rubric = label_rubric(connection, desk->rubric);
        if (!rubric) {
            throw Error(ErrorKind::usage, "the project has no rubric to score by", desk->run_name,
                        "write one, or ask for pairs");
        }
        meant.rubric = rubric->name;
    }
    OrderedJson cards = OrderedJson::array();
    const auto shown = [](const std::string& text) { return text::for_display(text); };
    for (const LabelCard& card : dealt(desk, choice, packet.uid)) {
        const LabelCardText text = read_card_text(connection, *desk, card);
        PacketCards::Card kept;
        kept.id = std::to_string(meant.cards.size() + 1);
        kept.item = desk->items.at(card.item);
        kept.responses = card_responses(*desk, card);
        kept.purpose = card.purpose;
        OrderedJson fields = OrderedJson::array();
        const auto field = [&](const std::string& name, const std::string& value) {
            if (!value.empty()) {
                fields.push_back({name, shown(value)});
            }
        };
        field("System", text.item.system);
        field("Instruction", text.item.instruction);
        field("Input", text.item.input);
        for (std::size_t k = 0; k < text.item.turns.size(); ++k) {
            field(fmt::format("Turn {}", k + 2), text.item.turns[k]);
        }
        if (choice.reference) {
            field("Reference", text.item.reference);
        }
        OrderedJson answers = OrderedJson::array();
        for (const std::vector<std::string>& turns : text.answers) {
            OrderedJson parts = OrderedJson::array();
            for (const std::string& turn : turns) {
                parts.push_back(shown(turn));
            }
            answers.push_back(parts);
        }
        cards.push_back({{"id", kept.id}, {"fields", fields}, {"answers", answers}});
        meant.cards.push_back(std::move(kept));
    }
    if (cards.empty()) {
        throw Error(ErrorKind::usage, "there is no card to hand out", desk->run_name,
                    "no tie is open; ask for pairs drawn at random");
    }
    OrderedJson data{{"packet", packet.uid}, {"mode", store::to_string(meant.mode)}, {"cards", cards}};
    if (rubric) {
        data["rubric"] = {{"criteria", shown(rubric->criteria)},
                          {"min", rubric->scale_min},
                          {"max", rubric->scale_max},
                          {"yes_no", rubric->yes_no},
                          {"descriptions", rubric->descriptions}};
    }
    // Marks in the page are replaced from the last to the first, so that no text can hold one.
    std::string html(embedded::packet::file("packet.html"));
    const std::string_view style = embedded::packet::file("packet.css");
    const std::string_view script = embedded::packet::file("packet.js");
    replace(html, "@STYLE_SOURCE@", source_of(style));
    replace(html, "@SCRIPT_SOURCE@", source_of(script));
    replace(html, "@STYLE@", style);
    replace(html, "@SCRIPT@", script);
    replace(html, "@DATA@", inert(text::dump_json(data)));
    packet.html = std::move(html);
    packet.cards = meant.cards.size();
    packet.row = {packet.uid, desk->run, desk->verdicts.judging, to_json(meant), 0};
    return packet;
}

LabelPacket hand_out_packet(store::Project& project, domain::RunId run, domain::JudgingId judging,
                            const PacketChoice& choice) {
    LabelPacket packet = project.read([&](store::Connection& connection) {
        const auto desk = std::make_shared<const LabelDesk>(make_label_desk(connection, run, judging));
        return make_label_packet(connection, desk, choice);
    });
    // Stored before the file can leave: a packet that comes back is always known.
    project.writer().run([&](store::Connection& connection) { store::add_packet(connection, packet.row); });
    return packet;
}

} // namespace tiebreak::workbench
