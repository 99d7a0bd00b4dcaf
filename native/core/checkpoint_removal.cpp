// Making the directories of a checkpoint, and removing what is its own and nothing else.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string_view>
#include <unordered_set>

#include "core/checkpoint_files.h"
#include "core/durable_file.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

struct CloseDirectory {
    void operator()(DIR* directory) const { closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

/// Below the directory of a checkpoint.
using Names = std::unordered_set<std::string>;

IoError failed(OperationKind operation, const std::string& path) {
    return IoError({.operation = operation, .path = path, .error = errno});
}

IoError foreign(const std::string& path, const char* what, int error = ENOTEMPTY) {
    return IoError("FOREIGN_FILES", "the checkpoint stays: \"" + path + "\" " + what,
                   {.operation = OperationKind::Unlink, .path = path, .error = error});
}

Names ownNames(const CheckpointFiles& files) {
    Names names(files.directories().begin(), files.directories().end());
    const auto add = [&names](const std::string& name) {
        names.insert(name);
        names.insert(name + CheckpointFiles::temporarySuffix);
    };
    for (const CheckpointPart& part : files.spec().parts) add(part.name);
    for (const ClosingFile& file : files.spec().closing) add(file.name);
    add(CheckpointFiles::sealName);
    return names;
}

/// Null where there is none.
Directory openDirectory(const std::string& path) {
    const int descriptor = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) {
        if (errno == ENOENT) return nullptr;
        if (errno == ELOOP || errno == ENOTDIR) throw foreign(path, "is no directory", errno);
        throw failed(OperationKind::Readdir, path);
    }
    Directory directory(fdopendir(descriptor));
    if (!directory) {
        const IoError error = failed(OperationKind::Readdir, path);
        close(descriptor);
        throw error;
    }
    return directory;
}

/// `inside`: below the directory of the checkpoint, with a slash behind it, or nothing.
void requireOwn(const std::string& path, const std::string& inside, const Names& own) {
    const Directory directory = openDirectory(path);
    if (!directory) return;
    for (errno = 0; const dirent* entry = readdir(directory.get()); errno = 0) {
        const std::string_view name = entry->d_name;
        if (name == "." || name == ".." || own.contains(inside + entry->d_name)) continue;
        throw foreign(path + "/" + entry->d_name, "is not of it");
    }
    if (errno != 0) throw failed(OperationKind::Readdir, path);
}

/// True when it was there.
bool removeFile(const std::string& path) {
    if (unlink(path.c_str()) == 0) return true;
    if (errno == ENOENT) return false;
    throw failed(OperationKind::Unlink, path);
}

void removeDirectory(const std::string& path) {
    if (rmdir(path.c_str()) == 0 || errno == ENOENT) return;
    if (errno == ENOTEMPTY || errno == EEXIST) throw foreign(path, "holds files that are not of it");
    throw failed(OperationKind::Rmdir, path);
}

uint32_t removeBoth(const std::string& path) {
    return uint32_t{removeFile(path)} + removeFile(path + CheckpointFiles::temporarySuffix);
}

}  // namespace

void makeCheckpointDirectories(const CheckpointFiles& files, uint32_t number) {
    const auto make = [&files](const std::string& path) {
        if (mkdir(path.c_str(), 0755) == 0) {
            if (files.spec().sync != CheckpointSync::None) syncDirectory(path.substr(0, path.rfind('/')));
        } else if (errno != EEXIST) {
            throw failed(OperationKind::Mkdir, path);
        }
    };
    const std::string top = files.directoryOf(number);
    make(top);
    for (const std::string& directory : files.directories()) make(top + "/" + directory);
}

uint32_t removeCheckpoint(const CheckpointFiles& files, uint32_t number) {
    const std::string top = files.directoryOf(number);
    const Names own = ownNames(files);
    const auto& directories = files.directories();
    requireOwn(top, "", own);
    for (const std::string& directory : directories) requireOwn(top + "/" + directory, directory + "/", own);

    removeBoth(files.sealPathOf(number));
    uint32_t removed = 0;
    for (const std::string& path : files.dataPathsOf(number)) removed += removeBoth(path);
    for (uint32_t closing = 0; closing < files.spec().closing.size(); ++closing)
        removed += removeBoth(files.closingPathOf(number, closing));
    for (auto directory = directories.rbegin(); directory != directories.rend(); ++directory)
        removeDirectory(top + "/" + *directory);
    removeDirectory(top);
    return removed;
}

}  // namespace ioproof
