// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "text/sse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tiebreak::text {

using testing::ElementsAre;

std::vector<std::string> data_of(std::string_view stream, std::size_t piece) {
    SseParser parser;
    std::vector<std::string> data;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
        parser.feed(stream.substr(at, piece),
                    [&](const SseEvent& event) { data.push_back(event.event + "|" + event.data); });
    }
    if (const auto last = parser.take_unfinished()) {
        data.push_back("unfinished|" + last->data);
    }
    return data;
}

TEST(Sse, GivesTheSameHoweverTheStreamIsCut) {
    const std::string stream =
        "\xef\xbb\xbf: hello\r\ndata: {\"a\": \"é\"}\r\n\r\nevent: ping\rdata:x\rdata:  y\r\r"
        "data\n\nid: 7\nretry: 5\n\nevent:\ndata: [DONE]\n\ndata: cut";
    for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
        EXPECT_THAT(data_of(stream, piece), ElementsAre("message|{\"a\": \"é\"}", "ping|x\n y", "message|",
                                                        "message|[DONE]", "unfinished|cut"))
            << "pieces of " << piece;
    }
}

TEST(Sse, TheIdHoldsUntilAnotherComes) {
    SseParser parser;
    std::vector<std::string> ids;
    parser.feed("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
                [&](const SseEvent& event) { ids.push_back(event.id); });
    EXPECT_THAT(ids, ElementsAre("1", "1", ""));
}

TEST(Sse, AnEndlessLineIsRefusedBeforeItFillsTheMemory) {
    const auto ignore = [](const SseEvent&) {};
    SseParser one_line(1000);
    const std::string piece(300, 'x');
    EXPECT_THROW(
        {
            for (int i = 0; i < 10; ++i) {
                one_line.feed(piece, ignore);
            }
        },
        domain::Error);
    SseParser one_event(1000);
    EXPECT_THROW(
        {
            for (int i = 0; i < 10; ++i) {
                one_event.feed("data: " + piece + "\n", ignore);
            }
        },
        domain::Error);
    SseParser many(1000);
    for (int i = 0; i < 10; ++i) {
        many.feed("data: " + piece + "\n\n", ignore);
    }
}

} // namespace tiebreak::text
