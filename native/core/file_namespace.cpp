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

int digitsOf(uint64_t value) {
    int digits = 1;
    while (value >= 10) {
        value /= 10;
        ++digits;
    }
    return digits;
}

}  // namespace

FileNamespace::FileNamespace(std::string root, uint64_t fileCount, uint64_t filesPerDirectory, DirectoryTree tree,
                             std::string prefix)
    : root_(std::move(root)),
      fileCount_(fileCount),
      filesPerDirectory_(filesPerDirectory),
      tree_(tree),
      prefix_(std::move(prefix)),
      leaves_(fileCount / filesPerDirectory + (fileCount % filesPerDirectory != 0)),
      branches_(leaves_) {
    if (tree_.depth == 0) return;
    leaves_ = 1;
    branches_ = 0;
    for (uint32_t level = 0; level < tree_.depth; ++level) branches_ += leaves_ *= tree_.width;
    filesPerDirectory_ = fileCount / leaves_;
    largeDirectories_ = fileCount % leaves_;
    digits_ = digitsOf(tree_.width - 1);
}

size_t FileNamespace::pathCapacity() const {
    constexpr size_t mostDigits = 20;
    const size_t levels = tree_.depth == 0 ? 1 : tree_.depth;
    return root_.size() + levels * (2 + mostDigits) + 1 + prefix_.size() + mostDigits + longestNameSuffix + 1;
}

char* FileNamespace::writeDirectory(uint64_t directory, char* out) const {
    return writeBranch(tree_.depth == 0 ? 1 : tree_.depth, directory, out);
}

/// The digits of the index in base `width`, the most significant first.
char* FileNamespace::writeBranch(uint32_t level, uint64_t index, char* out) const {
    std::memcpy(out, root_.data(), root_.size());
    out += root_.size();
    uint64_t below = 1;
    for (uint32_t each = 1; each < level; ++each) below *= tree_.width;
    for (; level > 0; --level) {
        *out++ = '/';
        *out++ = 'd';
        out = writeNumber(out, index / below, digits_);
        index %= below;
        if (level > 1) below /= tree_.width;
    }
    return out;
}

void FileNamespace::writePath(uint64_t file, char* out) const {
    out = writeDirectory(directoryOf(file), out);
    *out++ = '/';
    std::memcpy(out, prefix_.data(), prefix_.size());
    out += prefix_.size();
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

std::string FileNamespace::branchPath(uint64_t branch) const {
    uint32_t level = 1;
    uint64_t atLevel = tree_.depth == 0 ? leaves_ : tree_.width;
    for (; branch >= atLevel; ++level) {
        branch -= atLevel;
        atLevel *= tree_.width;
    }
    std::string text(pathCapacity(), '\0');
    text.resize(static_cast<size_t>(writeBranch(level, branch, text.data()) - text.data()));
    return text;
}

}  // namespace ioproof
