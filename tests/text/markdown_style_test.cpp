// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/markdown_style.h"

#include <gtest/gtest.h>

using tiebreak::text::markdown_style;

TEST(MarkdownStyle, CountsWhatAReaderSees) {
    const auto style = markdown_style("# Title\n\nSome **bold** and __more__ text, 2 ** 3 ** is no bold? \n"
                                      "- one\n  * two\n3. three\n4) four\n\xe2\x80\xa2 five\n"
                                      "-not a list\n3.5 is a number\n####### too deep\n#hashtag\n"
                                      "```\n# code\n- code **x**\n```\n## End");
    EXPECT_EQ(style.headers, 2u);
    EXPECT_EQ(style.list_entries, 5u);
    EXPECT_EQ(style.bold, 3u);
    EXPECT_EQ(markdown_style("\xc3\xa4\xe2\x82\xac").characters, 2u);
    const auto none = markdown_style("");
    EXPECT_EQ(none.characters + none.headers + none.list_entries + none.bold, 0u);
    EXPECT_EQ(markdown_style("****").bold, 0u);
    EXPECT_EQ(markdown_style("**a\nb**").bold, 0u);
}
