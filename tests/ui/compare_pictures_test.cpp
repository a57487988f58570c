// SPDX-License-Identifier: GPL-3.0-or-later
// Compare with real answers: the eight models of self_instruct. With TIEBREAK_PICTURES set to a folder the
// test leaves pictures there, light and dark.
#include "compare_values.h"
#include "domain/random.h"
#include "support.h"
#include "text/utf8.h"
#include "ui/compare/compare_view.h"
#include "ui/compare/safe_text_view.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <set>

using namespace tiebreak;
using namespace tiebreak::ui;

namespace {

struct Line {
    std::string instruction, input, response, reference;
};

std::vector<Line> readPredictions(const QString& path) {
    std::vector<Line> lines;
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        while (!file.atEnd()) {
            const QJsonObject row = QJsonDocument::fromJson(file.readLine()).object();
            const auto at = [&](const char* key) {
                return row.value(QLatin1String(key)).toString().toStdString();
            };
            lines.push_back({at("instruction"), at("input"), at("response"), at("target")});
        }
    }
    return lines;
}

/// F1 of distinct words against the reference, 0 … 100: enough of a score to look at.
double overlap(const std::string& answer, const std::string& reference) {
    const auto a = text::distinct_words(answer);
    const auto r = text::distinct_words(reference);
    const std::set<std::string> known(r.begin(), r.end());
    double common = 0;
    for (const std::string& word : a) {
        common += known.contains(word);
    }
    return a.empty() || r.empty() ? 0 : 200 * common / static_cast<double>(a.size() + r.size());
}

struct RealAnswers {
    std::shared_ptr<workbench::CompareIndex> index = std::make_shared<workbench::CompareIndex>();
    std::vector<std::shared_ptr<workbench::CompareDetail>> details;
};

RealAnswers readReal(const QDir& folder) {
    static const char* names[] = {"davinci-self-instruct", "text-davinci-003",
                                  "text-davinci-001",      "davinci-superni-ft",
                                  "text-davinci-002",      "davinci",
                                  "davinci-t0-ft",         "davinci-self-instruct-and-superni-ft"};
    RealAnswers real;
    real.index->run = {1};
    real.index->run_name = "self-instruct, 8 models";
    real.index->judging = {1};
    real.index->judgings = {{{1}, "word overlap", "reference-overlap"}};
    int slot = 0;
    for (const char* name : names) {
        const auto lines =
            readPredictions(folder.filePath(QStringLiteral("%1_predictions.jsonl").arg(QLatin1String(name))));
        real.index->candidates.push_back({{slot + 1}, name, slot, {}});
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (slot == 0) {
                workbench::CompareRow row;
                row.item = {static_cast<std::int64_t>(i) + 1};
                row.position = static_cast<int>(i);
                row.label = std::to_string(i + 1);
                row.title = lines[i].instruction + " " + lines[i].input;
                real.index->rows.push_back(row);
                auto detail = std::make_shared<workbench::CompareDetail>();
                detail->item = row.item;
                detail->position = row.position;
                detail->label = row.label;
                detail->content.instruction = lines[i].instruction;
                detail->content.input = lines[i].input;
                detail->content.reference = lines[i].reference;
                real.details.push_back(detail);
            }
            workbench::CompareColumn column;
            column.name = name;
            column.slot = slot;
            column.present = true;
            column.text = lines[i].response;
            const double score = overlap(column.text, lines[i].reference);
            domain::Random random(1, "judge", i, static_cast<std::uint64_t>(slot));
            double sum = 0;
            for (int repeat = 1; repeat <= 5; ++repeat) {
                workbench::CompareColumn::Verdict verdict;
                verdict.repeat = repeat;
                verdict.score = std::clamp(std::round(score + 3 * random.normal()), 0.0, 100.0);
                verdict.comment = "Shares " + std::to_string(std::lround(score)) +
                                  " in a hundred words with the reference; nothing else was looked at.";
                verdict.position = slot + 1;
                verdict.positions = 8;
                verdict.status = "read";
                sum += *verdict.score;
                column.verdicts.push_back(verdict);
            }
            column.score = sum / 5;
            real.details[i]->columns.push_back(column);
            real.index->rows[i].scores.push_back(column.score);
        }
        ++slot;
    }
    for (std::size_t i = 0; i < real.index->rows.size(); ++i) {
        workbench::CompareRow& row = real.index->rows[i];
        const auto [low, high] = std::ranges::minmax_element(row.scores);
        row.range = **high - **low;
        row.marks = i % 5 == 0   ? static_cast<unsigned>(workbench::ItemMark::reruns_differ)
                    : i % 7 == 0 ? static_cast<unsigned>(workbench::ItemMark::tie)
                                 : 0U;
        real.details[i]->marks = row.marks;
    }
    return real;
}

} // namespace

class ComparePicturesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        folder_ = QDir(QStringLiteral(TIEBREAK_SOURCE_DIR "/../shared/data/self_instruct/predictions"));
        if (!folder_.exists()) {
            QSKIP("shared/data/self_instruct is not there");
        }
        real_ = readReal(folder_);
        QCOMPARE(real_.index->candidates.size(), std::size_t(8));
        QCOMPARE(real_.index->rows.size(), std::size_t(252));
    }

    void picture_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("title");
        QTest::newRow("light") << "compare-light" << false << QSize(1396, 828) << "2"
                               << "Leg Raises";
        QTest::newRow("dark") << "compare-dark" << true << QSize(1396, 828) << "2"
                              << "Leg Raises";
        QTest::newRow("small") << "compare-small" << false << QSize(1322, 708) << "2"
                               << "Leg Raises";
        QTest::newRow("smallest") << "compare-1024" << false << QSize(980, 580) << ""
                                  << "Leg Raises";
        QTest::newRow("blind") << "compare-blind" << false << QSize(1396, 828) << "B3"
                               << "Leg Raises";
        QTest::newRow("raw") << "compare-raw" << true << QSize(1396, 828) << "DR"
                             << "LinkedIn";
        QTest::newRow("rendered") << "compare-rendered" << false << QSize(1396, 828) << "D"
                                  << "markdown";
    }

    void picture() {
        QFETCH(QString, name);
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        QFETCH(QString, keys);
        QFETCH(QString, title);
        Theme::instance().setMode(dark ? Theme::Mode::dark : Theme::Mode::light);
        items::Background background;
        CompareView view(background, nullptr);
        connect(&view, &CompareView::itemWanted, &view, [&](domain::ItemRevisionId item) {
            view.setDetail(real_.details[static_cast<std::size_t>(item.value - 1)]);
        });
        view.setRuns({{{1}, QStringLiteral("self-instruct, 8 models")}}, {1});
        view.resize(size);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy shown(view.columns(), &AnswerColumns::shown);
        view.setIndex(real_.index);
        QVERIFY(shown.wait());
        view.activateWindow();
        if (!title.isEmpty()) {
            const auto row = std::ranges::find_if(real_.index->rows, [&](const workbench::CompareRow& each) {
                return QString::fromStdString(each.title).contains(title);
            });
            QVERIFY(row != real_.index->rows.end());
            shown.clear();
            view.selectItem(row->item);
            QVERIFY(shown.count() > 0 || shown.wait());
        }
        view.items()->list()->setFocus();
        for (const QChar key : keys) {
            shown.clear();
            QTest::keyClick(&view, static_cast<Qt::Key>(key.unicode()));
            if (!key.isDigit()) {
                QVERIFY(shown.count() > 0 || shown.wait());
            }
        }
        for (int i = 0; i < view.columns()->shownColumns(); ++i) {
            QTRY_VERIFY(view.columns()->column(i)->answer()->isComplete());
            QVERIFY(!view.columns()->column(i)->answer()->toPlainText().isEmpty());
        }
        // Heights settle over a few rounds: the text asks for its height, the columns get the rest.
        for (int round = 0; round < 5; ++round) {
            QCoreApplication::processEvents();
        }
        const QImage image = test::picture(view);
        QCOMPARE(image.size(), size);
        QVERIFY(test::pixelsOf(image, tokens().content) > size.width() * size.height() / 5);
        const QString out = qEnvironmentVariable("TIEBREAK_PICTURES");
        if (!out.isEmpty()) {
            QVERIFY(image.save(QDir(out).filePath(name + QStringLiteral(".png"))));
        }
    }

private:
    QDir folder_;
    RealAnswers real_;
};

TIEBREAK_UI_TEST_MAIN(ComparePicturesTest)
#include "compare_pictures_test.moc"
