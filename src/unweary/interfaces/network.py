"""Which address to listen on: this machine's own, or one that only the home network reaches. Never a public one."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from dataclasses import dataclass

from unweary.vocab.errors import UserError

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: What routers give out at home. The last ones reach this machine alone and are for trying things out on it.
_HOME = tuple(
    ipaddress.ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "127.0.0.0/8")
)
_THIS_MACHINE = ("127.0.0.1", "::1")
_ACCEPTED = "a private address of this machine, such as 192.168.1.7, or a name that leads to one"


@dataclass(frozen=True, slots=True)
class Place:
    """An address of this machine, and the name by which others know it (the address itself, mostly)."""

    name: str
    address: str

    @property
    def in_url(self) -> str:
        """The name as it stands in a URL and in the ``Host`` header.

        Examples
        --------
        >>> Place("fd00::7", "fd00::7").in_url
        '[fd00::7]'
        """
        return f"[{self.name}]" if ":" in self.name else self.name


def at_home(address: _Address) -> bool:
    """Whether only the home network reaches this address.

    Examples
    --------
    >>> at_home(ipaddress.ip_address("192.168.1.7")), at_home(ipaddress.ip_address("8.8.8.8"))
    (True, False)
    >>> at_home(ipaddress.ip_address("0.0.0.0"))
    False
    """
    return str(address) not in _THIS_MACHINE and any(address.version == net.version and address in net for net in _HOME)


def home_place(given: str | None = None) -> Place:
    """Where to listen for phones.

    Parameters
    ----------
    given : str, optional
        A private address of this machine, or a name that leads to one; else the address that leads to the router.

    Raises
    ------
    UserError
        ``address`` where it is not private, ``no_home_network`` where this machine has no private address.
    """
    if given is None:
        found = _towards_the_router()
        if found is None:
            raise UserError(
                "no_home_network",
                "this machine is in no home network now, or in several ways",
                f"a connected Wi-Fi; or --address with {_ACCEPTED}",
            )
        return Place(found, found)
    with suppress(OSError, ValueError):  # no such name, or one that cannot be
        address = str(socket.getaddrinfo(given, None, type=socket.SOCK_STREAM)[0][4][0])
        if at_home(ipaddress.ip_address(address)):
            return Place(given.lower(), address)
    raise UserError("address", f"'{given}' is no private address of this machine", _ACCEPTED)


def _towards_the_router() -> str | None:
    """The private address that this machine would send from; nothing is sent."""
    for somewhere in ("10.255.255.255", "192.168.255.255", "172.31.255.255"):
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect((somewhere, 9))
            address = ipaddress.ip_address(asking.getsockname()[0])
            if at_home(address) and not address.is_loopback:
                return str(address)
    return None


def this_machine(host: str) -> Place:
    """A loopback address.

    Raises
    ------
    UserError
        ``host`` where it is not one.
    """
    name = "127.0.0.1" if host == "localhost" else host
    if name not in _THIS_MACHINE:
        raise UserError("host", f"'{host}' is not on this machine", "127.0.0.1, ::1 or localhost")
    return Place(name, name)


def listen(address: str, port: int) -> socket.socket:
    """A socket that is bound to this address and no other.

    Raises
    ------
    UserError
        ``port`` where it is taken or may not be used.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # TCP by name: asyncio switches Nagle's delay off only then, and with it on each answer takes 40 ms longer.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise UserError(
            "port", f"port {port} of {address} cannot be used: {error}", "a free port from 1024 to 65535"
        ) from error
    return listening
