// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QString>

#include <exception>

namespace tiebreak::items {

/// An error as the window shows it: what happened, where, and how to mend it.
struct ErrorInfo {
    domain::ErrorKind kind = domain::ErrorKind::internal;
    QString what;
    QString where;
    QString mend;

    static ErrorInfo from(const std::exception_ptr& error) {
        try {
            std::rethrow_exception(error);
        } catch (const domain::Error& e) {
            return {e.kind(), QString::fromStdString(e.what_happened()), QString::fromStdString(e.where()),
                    QString::fromStdString(e.mend())};
        } catch (const std::exception& e) {
            return {domain::ErrorKind::internal, QString::fromUtf8(e.what()), {}, {}};
        } catch (...) {
            return {domain::ErrorKind::internal, QStringLiteral("an unknown error"), {}, {}};
        }
    }
};

} // namespace tiebreak::items
