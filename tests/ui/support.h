// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QApplication>
#include <QImage>
#include <QTest>
#include <QWidget>

/// A Qt Test main with the window's theme installed, as every widget of ui/ needs it.
#define TIEBREAK_UI_TEST_MAIN(TestClass)                                                                     \
    int main(int argc, char** argv) {                                                                        \
        QApplication application(argc, argv);                                                                \
        tiebreak::ui::Theme::install(application);                                                           \
        TestClass test;                                                                                      \
        return QTest::qExec(&test, argc, argv);                                                              \
    }

namespace tiebreak::ui::test {

/// What a widget looks like now, on the ground of the window.
inline QImage picture(QWidget& widget) {
    return widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

/// How many pixels have exactly this colour.
inline int pixelsOf(const QImage& image, const QColor& colour) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            count += image.pixelColor(x, y).rgb() == colour.rgb();
        }
    }
    return count;
}

} // namespace tiebreak::ui::test
