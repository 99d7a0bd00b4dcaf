// Files whose every byte is known from its file number and offset, so that a misplaced block cannot pass.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/file_namespace.h"
#include "core/random.h"

namespace ioproof {

using Bytes = std::vector<std::byte>;

/// `length` bytes of the content of file number `file` from `offset` on, none of which need be aligned.
inline Bytes contentOf(uint64_t file, uint64_t offset, size_t length) {
    Bytes bytes(length);
    for (size_t index = 0; index < length; ++index) {
        const uint64_t at = offset + index;
        bytes[index] = static_cast<std::byte>(mix64((file << 48) ^ (at / 8)) >> (at % 8 * 8));
    }
    return bytes;
}

inline void writeWholeFile(const std::string& path, const Bytes& content) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    file.close();
    ASSERT_TRUE(file.good()) << path;
}

inline Bytes readWholeFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    EXPECT_TRUE(file.good()) << path;
    const std::vector<char> text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    Bytes bytes(text.size());
    if (!text.empty()) std::memcpy(bytes.data(), text.data(), text.size());
    return bytes;
}

/// Makes every file of a namespace with its known content.
inline void writeFiles(const FileNamespace& files, size_t bytes) {
    for (uint64_t directory = 0; directory < files.directoryCount(); ++directory)
        std::filesystem::create_directories(files.directoryPath(directory));
    for (uint64_t file = 0; file < files.fileCount(); ++file)
        writeWholeFile(files.path(file), contentOf(file, 0, bytes));
}

/// Open files of this process.
inline size_t openDescriptors() {
    size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
    return count;
}

}  // namespace ioproof
