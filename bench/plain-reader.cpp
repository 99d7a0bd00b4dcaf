// What a mount gives a program that does nothing else: threads that take the files of a directory in turn and read each
// from its first byte to its last. plain-reader DIRECTORY THREADS BLOCK drops what the page cache holds of the files, then
// prints the bytes that were read and the seconds that they took.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void stop(const std::string& why) {
    std::perror(("plain-reader: " + why).c_str());
    std::exit(1);
}

std::vector<std::string> filesBelow(const char* directory) {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
        if (entry.is_regular_file()) paths.push_back(entry.path());
    return paths;
}

void forget(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) stop(path);
    fdatasync(file);
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    close(file);
}

size_t readWhole(const std::string& path, std::vector<char>& buffer) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) stop(path);
    size_t total = 0;
    for (ssize_t got; (got = read(file, buffer.data(), buffer.size())) != 0; total += static_cast<size_t>(got))
        if (got < 0) stop(path);
    close(file);
    return total;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) return std::fputs("plain-reader DIRECTORY THREADS BLOCK\n", stderr), 2;
    const std::vector<std::string> paths = filesBelow(arguments[1]);
    const size_t threads = std::strtoul(arguments[2], nullptr, 10);
    const size_t block = std::strtoul(arguments[3], nullptr, 10);
    for (const std::string& path : paths) forget(path);
    std::atomic<size_t> next{0}, bytes{0};
    const auto startedAt = Clock::now();
    std::vector<std::thread> readers;
    for (size_t thread = 0; thread < threads; ++thread)
        readers.emplace_back([&] {
            std::vector<char> buffer(block);
            for (size_t file; (file = next++) < paths.size();) bytes += readWhole(paths[file], buffer);
        });
    for (std::thread& reader : readers) reader.join();
    const double seconds = std::chrono::duration<double>(Clock::now() - startedAt).count();
    std::printf("%zu %f\n", bytes.load(), seconds);
}
