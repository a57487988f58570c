// SPDX-License-Identifier: GPL-3.0-or-later
// Compare over a real project: the built-in sample, made and run in a temporary file.
#include "support.h"
#include "text/utf8.h"
#include "ui/compare/compare_place.h"
#include "ui/compare/compare_view.h"
#include "ui/compare/safe_text_view.h"
#include "ui/settings/settings.h"
#include "ui/widgets/filter_field.h"

#include <QDir>
#include <QListView>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tiebreak;
using namespace tiebreak::ui;

class ComparePlaceTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(folder_.isValid());
        settings_ = Settings::createTemporary();
        session_ = std::make_unique<items::ProjectSession>();
        connect(session_.get(), &items::ProjectSession::failed, this,
                [](const items::ErrorInfo& error) { qWarning() << error.what << error.where << error.mend; });
        session_->openSample(folder_.filePath(QStringLiteral("sample.tiebreak")));
        const auto ready = [this] {
            const auto overview = session_->overview();
            return overview && !session_->isRunning() &&
                   std::ranges::any_of(overview->runs, [](const workbench::RunOverview& run) {
                       return run.answered > 0 && run.row.status == store::WorkStatus::finished;
                   });
        };
        QTRY_VERIFY_WITH_TIMEOUT(ready(), 120'000);
        place_ = std::make_unique<ComparePlace>(*session_, *settings_);
        place_->resize(1396, 828);
        place_->show();
        QVERIFY(QTest::qWaitForWindowExposed(place_.get()));
        place_->activateWindow();
        place_->activate({});
        QTRY_VERIFY_WITH_TIMEOUT(place_->view()->detail(), 20'000);
        QTRY_VERIFY(!answer(0).isEmpty());
        place_->firstFocus()->setFocus();
    }

    void theNewestAnsweredRunOpens() {
        CompareView& view = *place_->view();
        QVERIFY(view.items()->model()->total() > 0);
        QVERIFY(view.columns()->shownColumns() >= 2);
        QCOMPARE(answer(0).isEmpty(), false);
        const QVariantMap here = place_->location();
        QVERIFY(here.value(QStringLiteral("run")).toLongLong() > 0);
        QCOMPARE(here.value(QStringLiteral("item")).toLongLong(), view.detail()->item.value);
    }

    void keysReadTheNextItem() {
        const auto before = place_->view()->detail()->item;
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_N);
        QTRY_VERIFY(place_->view()->detail()->item != before);
        QTRY_COMPARE(place_->view()->detail()->item, place_->view()->items()->currentItem());
    }

    void targetsLeadToAnItem() {
        const auto* model = place_->view()->items()->model();
        const domain::ItemRevisionId last = model->row(model->rowCount() - 1).item;
        place_->activate({{QStringLiteral("item"), qint64(last.value)}});
        QTRY_COMPARE(place_->view()->detail()->item, last);
        QSignalSpy elsewhere(place_.get(), &Place::navigateRequested);
        place_->activate({{QStringLiteral("item"), qint64(9'999'999)}}); // no run has it
        QTRY_COMPARE(elsewhere.count(), 1);
        QCOMPARE(elsewhere.front().front().toString(), QString::fromLatin1(place::evalSets));
    }

    void wordsAreFoundInAnswers() {
        // A word of some answer to this item that no title holds.
        const auto* model = place_->view()->items()->model();
        std::string titles;
        for (int i = 0; i < model->rowCount(); ++i) {
            titles += text::casefold(model->row(i).title) + "\n";
        }
        QString word;
        for (const workbench::CompareColumn& column : place_->view()->detail()->columns) {
            for (const std::string& each : text::distinct_words(column.text)) {
                if (each.size() > 3 && titles.find(each) == std::string::npos) {
                    word = QString::fromStdString(each);
                }
            }
        }
        QVERIFY(!word.isEmpty());
        QVERIFY(place_->focusFilter());
        const auto item = place_->view()->items()->currentItem();
        QTest::keyClicks(place_->view()->items()->filterField(), word);
        QTRY_VERIFY(model->rowCount() > 0 && model->rowCount() < model->total());
        QVERIFY(model->rowOf(item) >= 0);
        QTest::keyClick(place_->view()->items()->filterField(), Qt::Key_Escape);
        QTRY_COMPARE(model->rowCount(), model->total());
    }

    void aNewBaselineStandsFirst() {
        const std::string second = place_->view()->detail()->columns[1].name;
        emit place_->view()->baselineWanted(QString::fromStdString(second));
        QTRY_COMPARE_WITH_TIMEOUT(place_->view()->detail()->columns[0].name, second, 20'000);
        QTRY_COMPARE(place_->view()->columns()->column(0)->words().name, QString::fromStdString(second));
        QVERIFY(place_->view()->columns()->column(0)->words().baseline);
    }

    void closingEmptiesThePlace() {
        const QString out = qEnvironmentVariable("TIEBREAK_PICTURES");
        if (!out.isEmpty()) {
            QVERIFY(test::picture(*place_).save(QDir(out).filePath(QStringLiteral("compare-sample.png"))));
        }
        session_->close();
        QCOMPARE(place_->view()->items()->model()->total(), 0);
        QVERIFY(!place_->view()->detail());
        QVERIFY(place_->location().isEmpty());
    }

    void cleanupTestCase() {
        place_.reset();
        session_.reset();
    }

private:
    QString answer(int column) { return place_->view()->columns()->column(column)->answer()->toPlainText(); }

    QTemporaryDir folder_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<items::ProjectSession> session_;
    std::unique_ptr<ComparePlace> place_;
};

TIEBREAK_UI_TEST_MAIN(ComparePlaceTest)
#include "compare_place_test.moc"
