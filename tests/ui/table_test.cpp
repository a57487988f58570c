// SPDX-License-Identifier: GPL-3.0-or-later
// Tables, what is copied out of them, numbers as words, and what the window remembers.
#include "items/roles.h"
#include "support.h"
#include "ui/settings/settings.h"
#include "ui/widgets/dot_whisker.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wording.h"

#include <QAbstractTableModel>
#include <QClipboard>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QSignalSpy>
#include <QStandardItemModel>

using namespace tiebreak::ui;

namespace {

/// A million rows that count how often they are asked.
class Million : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;
    int rowCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : 1000000; }
    int columnCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : 4; }
    QVariant data(const QModelIndex& index, int role) const override {
        if (role == Qt::DisplayRole) {
            ++asked;
            return QStringLiteral("row %1").arg(index.row());
        }
        return {};
    }
    mutable int asked = 0;
};

void fill(QStandardItemModel& model) {
    model.setHorizontalHeaderLabels(
        {QStringLiteral("Name"), QStringLiteral("Answer"), QStringLiteral("Score")});
    const auto add = [&](const char* name, const char* answer, const char* score) {
        auto* number = new QStandardItem(QString::fromUtf8(score));
        number->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        model.appendRow({new QStandardItem(QString::fromUtf8(name)),
                         new QStandardItem(QString::fromUtf8(answer)), number});
    };
    add("a", "say \"hi\", then\nleave", "4");
    add("b|c", "plain", "38");
}

} // namespace

class TableTest : public QObject {
    Q_OBJECT

private slots:
    void copiesInThreeFormats() {
        QStandardItemModel model;
        fill(model);
        QCOMPARE(
            tableText(model, {0, 1}, {0, 1, 2}, CopyFormat::csv),
            QStringLiteral("Name,Answer,Score\r\na,\"say \"\"hi\"\", then\nleave\",4\r\nb|c,plain,38\r\n"));
        QCOMPARE(tableText(model, {0, 1}, {0, 1, 2}, CopyFormat::markdown),
                 QStringLiteral("| Name | Answer | Score |\n| --- | --- | ---: |\n| a | say \"hi\", then "
                                "leave | 4 |\n| b\\|c | plain | 38 |\n"));
        QCOMPARE(tableText(model, {1}, {2, 0}, CopyFormat::text), QStringLiteral("Score\tName\n38\tb|c\n"));
        model.item(1, 2)->setData(QStringLiteral("38.25"), tiebreak::items::copyRole);
        QCOMPARE(tableText(model, {1}, {2}, CopyFormat::text), QStringLiteral("Score\n38.25\n"));
    }

    void ctrlCCopiesTheSelectionWithoutHiddenColumns() {
        QStandardItemModel model;
        fill(model);
        TableView table(QStringLiteral("Answers"), QStringLiteral("t"), nullptr);
        table.setModel(&model);
        table.resize(600, 300);
        table.show();
        table.selectRow(1);
        table.setColumnHidden(1, true);
        QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("Name\tScore\nb|c\t38\n"));
        QSignalSpy opened(&table, &TableView::rowOpened);
        QTest::keyClick(&table, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
    }

    void aMillionRowsOpenAtOnce() {
        Million model;
        TableView table(QStringLiteral("Items"), QStringLiteral("t"), nullptr);
        table.resize(800, 600);
        table.setModel(&model);
        table.show();
        test::picture(table);
        QVERIFY2(model.asked < 2000, qPrintable(QString::number(model.asked)));
        QCOMPARE(table.rowHeight(0), 26);
        QCOMPARE(table.rowHeight(999999), 26);
        QCOMPARE(table.horizontalHeader()->height(), 26);
    }

    void columnsAreKeptWhenChangedByHand() {
        const auto settings = Settings::createTemporary();
        QStandardItemModel model;
        fill(model);
        {
            TableView table(QStringLiteral("A"), QStringLiteral("kept"), settings.get());
            table.setModel(&model);
            table.resize(600, 300);
            table.show();
        }
        QVERIFY(!settings->state(QStringLiteral("table/kept")).isValid());
        {
            TableView table(QStringLiteral("A"), QStringLiteral("kept"), settings.get());
            table.setModel(&model);
            table.resize(600, 300);
            table.show();
            QHeaderView* header = table.horizontalHeader();
            const int edge = header->sectionViewportPosition(1);
            QTest::mousePress(header->viewport(), Qt::LeftButton, {}, QPoint(edge - 1, 10));
            QTest::mouseMove(header->viewport(), QPoint(edge + 60, 10));
            QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, QPoint(edge + 60, 10));
            table.setColumnHidden(2, true);
        }
        TableView again(QStringLiteral("A"), QStringLiteral("kept"), settings.get());
        again.setModel(&model);
        QVERIFY(again.isColumnHidden(2));
    }

    void focusShowsOnTheRow() {
        QStandardItemModel model;
        fill(model);
        QWidget window;
        window.resize(700, 300);
        auto* table = new TableView(QStringLiteral("A"), QStringLiteral("t"), nullptr, &window);
        table->resize(600, 300);
        table->setModel(&model);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        table->selectRow(1);
        table->clearFocus();
        const int without = test::pixelsOf(test::picture(*table), tokens().accent);
        QCOMPARE(without, 3 * 26); // the selection's bar
        table->setFocus();
        QVERIFY(test::pixelsOf(test::picture(*table), tokens().accent) > without + 400);
    }

    void filterRestsBeforeItTells() {
        FilterField field(QStringLiteral("Filter items"));
        QSignalSpy changed(&field, &FilterField::filterChanged);
        field.setDelay(20);
        QTest::keyClicks(&field, QStringLiteral("step"));
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(changed.front().front().toString(), QStringLiteral("step"));
        QTest::keyClick(&field, Qt::Key_Escape);
        QTRY_COMPARE(changed.count(), 2);
        QVERIFY(field.text().isEmpty());
    }

    void numbersReadAsDesigned() {
        QCOMPARE(numberText(-4.6, 1), QStringLiteral("−4.6"));
        QCOMPARE(numberText(-0.04, 1), QStringLiteral("0.0"));
        QCOMPARE(signedText(3.1, 1), QStringLiteral("+3.1"));
        QCOMPARE(signedText(0.04, 1), QStringLiteral("0.0"));
        QCOMPARE(intervalText(-13, 3.8, 1, true), QStringLiteral("−13.0 … +3.8"));
        QCOMPARE(numberText(1234567.891, 1), QStringLiteral("1,234,567.9"));
        QCOMPARE(numberText(NAN, 1), QStringLiteral("–"));
        QCOMPARE(countText(52002), QStringLiteral("52,002"));
        QCOMPARE(durationText(280), QStringLiteral("4 min 40 s"));
        QCOMPARE(durationText(59.6), QStringLiteral("1 min 00 s"));
        QCOMPARE(durationText(7500), QStringLiteral("2 h 05 min"));
        QCOMPARE(aboutLeftText(420), QStringLiteral("about 7 min left"));
        QCOMPARE(moneyText(0.84), QStringLiteral("$0.84"));
        QCOMPARE(moneyText(0.0021), QStringLiteral("$0.0021"));
        QCOMPARE(moneyText(std::nullopt), QStringLiteral("unknown"));
        QCOMPARE(keyCapText(QKeySequence(Qt::CTRL | Qt::Key_Return)), QStringLiteral("Ctrl Enter"));
        QCOMPARE(keyCapText(QKeySequence(Qt::CTRL | Qt::Key_Plus)), QStringLiteral("Ctrl +"));
    }

    void axesAreRound() {
        const DotAxis axis = DotAxis::around({{21.3, 16.2, 26.4}, {42.4, 36.5, 48.3}, {11.9, 8.1, 15.7}});
        QCOMPARE(axis.ticks, (QVector<double>{10, 20, 30, 40, 50}));
        QVERIFY(axis.from <= 8.1 && axis.to >= 48.3);
        QCOMPARE(axis.at(axis.from, 10, 100), 10.0);
        QCOMPARE(axis.at(axis.to + 5, 10, 100), 110.0);
        QVERIFY(DotAxis::around({}).ticks.isEmpty());
        QVERIFY(!DotAxis::around({{5, {}, {}}}).ticks.isEmpty());
    }

    void settingsHaveTypedDefaults() {
        const auto settings = Settings::createTemporary();
        QCOMPARE(settings->get(Settings::Key::themeMode).toString(), QStringLiteral("system"));
        QCOMPARE(settings->get(Settings::Key::showKeyCaps).toBool(), true);
        settings->set(Settings::Key::showKeyCaps, QStringLiteral("false"));
        QCOMPARE(settings->get(Settings::Key::showKeyCaps).toBool(), false);
        for (int i = 0; i < 14; ++i) {
            settings->addRecentFile(QStringLiteral("/data/%1.tiebreak").arg(i));
        }
        settings->addRecentFile(QStringLiteral("/data/9.tiebreak"));
        const QStringList files = settings->get(Settings::Key::recentFiles).toStringList();
        QCOMPARE(files.size(), 10);
        QCOMPARE(files.front(), QStringLiteral("/data/9.tiebreak"));
        QCOMPARE(files.count(QStringLiteral("/data/9.tiebreak")), 1);
    }
};

TIEBREAK_UI_TEST_MAIN(TableTest)
#include "table_test.moc"
