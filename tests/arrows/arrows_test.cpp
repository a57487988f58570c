// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/arrows/arrows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace tiebreak::arrows {
namespace {

const std::string licence = "// SPDX-License-Identifier: GPL-3.0-or-later\n";

// What is wrong with a file of one include, or "" where nothing is.
std::string said_of(std::string_view path, std::string_view include) {
    const auto findings = check_file(path, licence + "#include " + std::string(include) + "\n");
    return findings.empty() ? "" : findings.front().what;
}

TEST(Arrows, HoldInTheWholeProject) {
    const std::string root = TIEBREAK_SOURCE_DIR;
    std::size_t sources = 0;
    for (const std::string& path : project_files(root)) {
        std::ifstream file(root + "/" + path, std::ios::binary);
        if (!file) {
            continue; // listed, and deleted since
        }
        const std::string content{std::istreambuf_iterator<char>(file), {}};
        sources += path.starts_with("models/") && path.ends_with(".cpp") ? 1 : 0;
        for (const Finding& finding : check_file(path, content)) {
            ADD_FAILURE() << finding.path << ":" << finding.line << ": " << finding.what;
        }
    }
    EXPECT_GT(sources, 50U) << "the project's files were not found, so nothing was checked";
}

TEST(Arrows, FindAnIncludeAgainstThem) {
    EXPECT_EQ(said_of("models/store/x.cpp", "\"runs/progress.h\""), "store may not include runs");
    EXPECT_EQ(said_of("models/text/x.h", "\"statistics/mean.h\""), "text may not include statistics");
    EXPECT_EQ(said_of("models/judging/x.cpp", "\"formats/file.h\""), "judging may not include formats");
    EXPECT_EQ(said_of("models/domain/x.h", "<text/csv.h>"), "domain may not include text");
    EXPECT_EQ(said_of("models/runs/x.cpp", "\"secrets/environment.h\""), "runs may not include secrets");
    EXPECT_NE(said_of("models/workbench/x.cpp", "\"ui/theme/theme.h\""), "");
    EXPECT_NE(said_of("models/store/x.cpp", "\"../runs/progress.h\""), "");
    EXPECT_NE(said_of("ui/shell/x.cpp", "\"app/cli/run.h\""), "");
    EXPECT_NE(said_of("app/main.cpp", "\"tests/support/endpoint_process.h\""), "");
}

TEST(Arrows, LetThoseAlongThemPass) {
    EXPECT_EQ(said_of("models/store/x.cpp", "\"store/writer.h\""), "");
    EXPECT_EQ(said_of("models/store/x.cpp", "\"embedded/schema.h\""), "");
    EXPECT_EQ(said_of("models/runs/x.cpp", "\"client/http.h\""), "");
    EXPECT_EQ(said_of("models/items/x.cpp", "\"domain/error.h\""), "");
    EXPECT_EQ(said_of("models/secrets/x.cpp", "\"client/secret_source.h\""), "");
    EXPECT_EQ(said_of("models/items/x.cpp", "\"secrets/environment.h\""), "");
    EXPECT_EQ(said_of("models/client/x.cpp", "<curl/curl.h>"), "");
    EXPECT_EQ(said_of("ui/shell/x.cpp", "\"workbench/report.h\""), "");
    EXPECT_EQ(said_of("tests/store/x.cpp", "\"runs/progress.h\""), "");
}

TEST(Arrows, FindQtInTheEngineAndWidgetsUnderModels) {
    for (const char* header : {"<QString>", "<QtCore/QString>", "<qtimer.h>", "<QObject>"}) {
        EXPECT_EQ(said_of("models/store/x.h", header), "store is free of Qt") << header;
        EXPECT_EQ(said_of("models/items/x.h", header), "") << header;
    }
    for (const char* header :
         {"<QWidget>", "<QtWidgets/QtWidgets>", "<QTableView>", "<QApplication>", "<QFileDialog>",
          "<QStyledItemDelegate>", "<QMainWindow>", "<qcustomplot.h>"}) {
        EXPECT_EQ(said_of("models/items/x.h", header), "no widget stands under models/") << header;
        EXPECT_EQ(said_of("ui/shell/x.h", header), "") << header;
    }
    for (const char* header :
         {"<QAbstractItemModel>", "<QUndoStack>", "<QSortFilterProxyModel>", "<QStringView>"}) {
        EXPECT_EQ(said_of("models/items/x.h", header), "") << header;
    }
}

TEST(Arrows, FindARoomThatLinksAgainstThem) {
    const std::string top =
        "# SPDX-License-Identifier: GPL-3.0-or-later\ntiebreak_room(store\n  SOURCES a.cpp\n";
    const auto findings = check_file("models/store/CMakeLists.txt", top + "  ROOMS text runs domain)\n");
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].what, "store may not link runs");
    EXPECT_EQ(findings[0].line, 4U);
    EXPECT_THAT(check_file("models/store/CMakeLists.txt", top + "  ROOMS text domain)\n"),
                testing::IsEmpty());
    EXPECT_EQ(check_file("models/attic/CMakeLists.txt", top + ")\n").size(), 1U)
        << "a folder that is no room";
}

TEST(Arrows, FindAMissingLicenceAndAPathOfOneMachine) {
    EXPECT_EQ(check_file("models/text/csv.h", "#pragma once\n").size(), 1U);
    EXPECT_EQ(check_file("packaging/start", "#!/bin/sh\n").size(), 1U);
    EXPECT_THAT(check_file("README.md", "no licence line needed\n"), testing::IsEmpty());

    const std::string home = "/home";
    EXPECT_EQ(check_file("docs/guide.md", "see " + home + "/someone/notes\n").size(), 1U);
    EXPECT_EQ(check_file("app/main.cpp", licence + "open(\"" + home + "/someone/x\");\n").size(), 1U);
    EXPECT_THAT(check_file("docs/guide.md", "https://example.org" + home + "/page, ~" + home + "/x, ${HOME}" +
                                                home + "/x, work/x, a/home/b\n"),
                testing::IsEmpty());
}

} // namespace
} // namespace tiebreak::arrows
