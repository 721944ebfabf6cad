# SPDX-License-Identifier: Apache-2.0
"""The portals that are compared, and the homeserver behind them: written, started on one core, looked at, stopped."""

import atexit
import dataclasses
import getpass
import json
import os
import pathlib
import re
import signal
import socket
import subprocess

import logins

HERE = pathlib.Path(__file__).resolve().parent
_MODULE_FOLDERS = ["/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/share/nginx/modules"]
_TICKS = os.sysconf("SC_CLK_TCK")
_STOP_WITHIN_S = 15

@dataclasses.dataclass
class Service:
    """A server on a port of its own, with all processes that it starts in one process group."""

    name: str
    directory: pathlib.Path
    port: int
    command: list[str]
    tls: bool = False
    rewrites: bool = True
    jvm: bool = False
    http2: bool = True
    _process: subprocess.Popen | None = dataclasses.field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it takes logins."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}{logins.LOGIN}"

    def start(self, core: int | None = None) -> None:
        """Starts it, on this core alone if one is given. It need not answer yet."""
        pinned = [] if core is None else ["taskset", "-c", str(core)]
        output = self.directory / "output.log"
        with output.open("ab") as log:
            self._process = subprocess.Popen(
                pinned + self.command, cwd=self.directory, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True)
        _running.append(self)

    def stop(self, within_s: float = _STOP_WITHIN_S) -> None:
        """Stops it, and waits until it is gone."""
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            pass
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._process = None
        _running.remove(self)

    def check_alive(self) -> None:
        """Raises `RuntimeError` if it has ended by itself."""
        if self._process is None or self._process.poll() is not None:
            log = (self.directory / "output.log").read_text(errors="replace")[-2000:]
            raise RuntimeError(f"{self.name} has ended:\n{log}")

    def cpu_seconds(self) -> float:
        """What all its processes have used so far."""
        return sum(int(stat[11]) + int(stat[12]) for stat in self._stats()) / _TICKS

    def threads(self) -> int:
        """How many threads it has."""
        return sum(int(stat[17]) for stat in self._stats())

    def memory_mb(self) -> dict:
        """What it has in memory, now and at most so far."""
        now = peak = 0
        for process in self._processes():
            status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines() if ":" in line)
            now += int(status["VmRSS"].split()[0])
            peak += int(status["VmHWM"].split()[0])
        return {"rss_mb": round(now / 1024, 1), "peak_rss_mb": round(peak / 1024, 1)}

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            pass

    def _processes(self) -> list[pathlib.Path]:
        return [process for process in pathlib.Path("/proc").glob("[0-9]*") if _group(process) == self._process.pid]

    def _stats(self) -> list[list[str]]:
        return [_stat(process) for process in self._processes()]


_running: list[Service] = []


@atexit.register
def stop_all() -> None:
    """Stops every service that runs."""
    for service in list(_running):
        service.stop()


def _stat(process: pathlib.Path) -> list[str]:
    # The name, in parentheses, may have spaces in it.
    return (process / "stat").read_text().rpartition(")")[2].split()


def _group(process: pathlib.Path) -> int | None:
    try:
        return int(_stat(process)[2])
    except OSError:
        return None


def free_port() -> int:
    """A port of the loopback address on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Workshop:
    """Writes the configuration of each service into a folder of its own, below one for all."""

    def __init__(self, directory: pathlib.Path, jar: pathlib.Path, gateway: pathlib.Path, java: str, waymark_flags: list[str]):
        self.directory = directory
        self.waymark_flags = waymark_flags
        self._jar = jar.resolve()
        self._gateway = gateway.resolve()
        self._java = java
        self._modules = next((folder for folder in _MODULE_FOLDERS if pathlib.Path(folder).is_dir()), _MODULE_FOLDERS[0])
        self._certificate = directory / "portal.crt"
        self._key = directory / "portal.key"
        self._make_certificate()

    def upstream(self) -> Service:
        """The homeserver."""
        return self._nginx("upstream", "nginx-upstream.conf", ["upstream.lua"], rewrites=False)

    def nginx_proxy(self, upstream: Service, tls: bool = False) -> Service:
        """nginx that only forwards."""
        return self._nginx("nginx-proxy", "nginx-proxy.conf", [], upstream, tls, rewrites=False)

    def nginx_lua(self, upstream: Service, tls: bool = False) -> Service:
        """nginx with a portal in Lua."""
        # Lua cannot capture for a client of HTTP/2.
        service = self._nginx("nginx-lua", "nginx-lua.conf", ["portal.lua"], upstream, tls, http2=False)
        users = "".join(f'["{user}"]="{url}",\n' for user, url in _users())
        (service.directory / "users.lua").write_text(f"return {{\n{users}}}\n")
        return service

    def nginx_njs(self, upstream: Service, tls: bool = False) -> Service:
        """nginx with a portal in njs."""
        service = self._nginx("nginx-njs", "nginx-njs.conf", ["portal.js"], upstream, tls)
        (service.directory / "users.map").write_text("".join(f'"{user}" "{url}";\n' for user, url in _users()))
        return service

    def haproxy(self, upstream: Service, tls: bool = False) -> Service:
        """HAProxy with a portal of its own means."""
        directory, port = self._folder("haproxy"), free_port()
        both = directory / "portal.pem"
        both.write_text(self._certificate.read_text() + self._key.read_text())
        self._write(directory, "haproxy.cfg", PORT=port, UPSTREAM=f"127.0.0.1:{upstream.port}", DIR=directory,
                    TLS=f"ssl crt {both} alpn h2,http/1.1" if tls else "")
        _write_users(directory / "users.map")
        return Service("haproxy", directory, port, ["haproxy", "-db", "-f", "haproxy.cfg"], tls)

    def gateway(self, upstream: Service, tls: bool = False, name: str = "spring-cloud-gateway", jvm: list[str] | None = None,
                jar: pathlib.Path | None = None) -> Service:
        """Spring Cloud Gateway."""
        directory, port = self._folder(name), free_port()
        users = directory / "users.txt"
        _write_users(users)
        arguments = [f"--server.port={port}", "--server.address=127.0.0.1", f"--gateway.users={users}",
                     f"--gateway.upstream=http://127.0.0.1:{upstream.port}"]
        if tls:
            arguments += ["--server.http2.enabled=true", f"--server.ssl.certificate=file:{self._certificate}",
                          f"--server.ssl.certificate-private-key=file:{self._key}"]
        command = [self._java, *(jvm or []), "-jar", str(jar or self._gateway), *arguments]
        return Service(name, directory, port, command, tls, jvm=True)

    def extracted_gateway(self) -> pathlib.Path:
        """Spring Cloud Gateway with its libraries as files, as Spring Boot wants it for an archive of classes."""
        into = self.directory / "gateway-extracted"
        subprocess.run([self._java, "-Djarmode=tools", "-jar", self._gateway, "extract", "--destination", into], check=True,
                       stdout=subprocess.DEVNULL)
        return into / self._gateway.name

    def waymark(self, upstream: Service, tls: bool = False, name: str = "waymark",
                jvm: list[str] | None = None) -> Service:
        """Waymark, where nothing else is said with the flags that the workshop has for it. The homeserver is all its targets."""
        directory, port = self._folder(name), free_port()
        self._write(directory, "waymark.yaml", PORT=port,
                    TLS=f", tls: {{certificate: {self._certificate}, key: {self._key}}}" if tls else "")
        (directory / "rules.json").write_text(json.dumps(_rules(upstream), indent=1))
        command = [self._java, *(self.waymark_flags if jvm is None else jvm), "-jar", str(self._jar), "portal", "--config", "waymark.yaml"]
        return Service(name, directory, port, command, tls, jvm=True)

    def _nginx(self, name: str, configuration: str, files: list[str], upstream: Service | None = None, tls: bool = False,
               rewrites: bool = True, http2: bool = True) -> Service:
        directory, port = self._folder(name), free_port()
        protocols = (" ssl http2" if http2 else " ssl") if tls else ""
        listen = [f"listen 127.0.0.1:{port} backlog=4096{protocols};"]
        if tls:
            listen += [f"ssl_certificate {self._certificate};", f"ssl_certificate_key {self._key};", "ssl_protocols TLSv1.2 TLSv1.3;"]
        self._write(directory, configuration, MODULES=self._modules, DIR=directory, LISTEN="\n        ".join(listen),
                    UPSTREAM=f"127.0.0.1:{upstream.port}" if upstream else "")
        for file in ["nginx-http.conf", *files]:
            self._write(directory, file)
        # Workers of a master that is root would have another user, who may not read this folder.
        settings = f"daemon off; pid nginx.pid; error_log error.log warn; worker_processes 1; user {getpass.getuser()};"
        command = ["nginx", "-p", f"{directory}/", "-e", "error.log", "-c", str(directory / configuration), "-g", settings]
        return Service(name, directory, port, command, tls, rewrites, http2=http2)

    def _folder(self, name: str) -> pathlib.Path:
        taken = len(list(self.directory.glob(f"{name}.*")))
        folder = self.directory / f"{name}.{taken + 1}"
        folder.mkdir()
        return folder

    def _write(self, directory: pathlib.Path, file: str, **values) -> None:
        template = (HERE / file).read_text()
        (directory / file).write_text(re.sub("@([A-Z]+)@", lambda placeholder: str(values[placeholder[1]]), template))

    def _make_certificate(self) -> None:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
             "-subj", "/CN=localhost", "-keyout", self._key, "-out", self._certificate], check=True, capture_output=True)


def _users() -> list[tuple[str, str]]:
    return [(logins.user_id(user), logins.base_url(user)) for user in range(logins.USERS)]


def _write_users(file: pathlib.Path) -> None:
    file.write_text("".join(f"{user} {url}\n" for user, url in _users()))


def _rules(upstream: Service) -> dict:
    targets = {
        f"matrix{target}": {"base_cs_url": logins.base_url(target), "upstream": f"http://127.0.0.1:{upstream.port}"}
        for target in range(logins.TARGETS)}
    rules = [{"user_id": logins.user_id(user), "target": f"matrix{user % logins.TARGETS}"} for user in range(logins.USERS)]
    return {"targets": targets, "rules": rules}
