// Prints paths digit by digit: snprintf would be a visible share of a small-file chain.
#include "core/file_namespace.h"

#include <cstring>
#include <utility>

namespace ioproof {
namespace {

/// Decimal with at least `width` digits; returns the end.
char* writeNumber(char* out, uint64_t value, int width) {
    char digits[20];
    int count = 0;
    do {
        digits[count++] = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value != 0);
    while (count < width) digits[count++] = '0';
    while (count > 0) *out++ = digits[--count];
    return out;
}

}  // namespace

FileNamespace::FileNamespace(std::string root, uint64_t fileCount, uint64_t filesPerDirectory)
    : root_(std::move(root)), fileCount_(fileCount), filesPerDirectory_(filesPerDirectory) {}

char* FileNamespace::writeDirectory(uint64_t directory, char* out) const {
    std::memcpy(out, root_.data(), root_.size());
    out += root_.size();
    *out++ = '/';
    *out++ = 'd';
    return writeNumber(out, directory, 6);
}

void FileNamespace::writePath(uint64_t file, char* out) const {
    out = writeDirectory(directoryOf(file), out);
    *out++ = '/';
    *out++ = 'f';
    *writeNumber(out, file, 9) = '\0';
}

std::string FileNamespace::path(uint64_t file) const {
    std::string text(pathCapacity(), '\0');
    writePath(file, text.data());
    text.resize(std::strlen(text.c_str()));
    return text;
}

std::string FileNamespace::directoryPath(uint64_t directory) const {
    std::string text(pathCapacity(), '\0');
    text.resize(static_cast<size_t>(writeDirectory(directory, text.data()) - text.data()));
    return text;
}

}  // namespace ioproof
