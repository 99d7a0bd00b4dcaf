// A directory for one test on the file system of the temporary files, or another; removed with all that is in it.
#pragma once

#include <gtest/gtest.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <sys/vfs.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace ioproof {

class TemporaryDirectory {
public:
    explicit TemporaryDirectory(const std::filesystem::path& parent = std::filesystem::temp_directory_path())
        : path_((parent / "ioproof-native-XXXXXX").string()) {
        if (mkdtemp(path_.data()) == nullptr) throw std::system_error(errno, std::generic_category(), path_);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    const std::string& path() const { return path_; }
    std::string path(const std::string& name) const { return path_ + "/" + name; }

    /// statfs(2) type of the file system that holds it.
    long fileSystem() const {
        struct statfs facts{};
        return statfs(path_.c_str(), &facts) == 0 ? facts.f_type : 0;
    }

    /// True on the file systems of which holes, page cache and direct I/O are known for certain.
    bool isOnDisk() const {
        const long type = fileSystem();
        return type == EXT4_SUPER_MAGIC || type == 0x58465342 /* XFS */ || type == BTRFS_SUPER_MAGIC;
    }

private:
    std::string path_;
};

/// Where a tmpfs is to be expected; empty when there is none that can be written.
inline std::string tmpfsParent() {
    struct statfs facts{};
    const bool there = statfs("/dev/shm", &facts) == 0 && facts.f_type == TMPFS_MAGIC && access("/dev/shm", W_OK) == 0;
    return there ? "/dev/shm" : "";
}

}  // namespace ioproof

/// Skips the test where the temporary files lie on a file system of which the test knows too little.
#define SKIP_UNLESS_ON_DISK(directory)                                                                     \
    if (!(directory).isOnDisk())                                                                           \
    GTEST_SKIP() << "temporary files are not on ext4, XFS or btrfs but on file system type 0x" << std::hex \
                 << (directory).fileSystem() << "; set TMPDIR"
