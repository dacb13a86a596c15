import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { announce } from '../announce.mjs';
import { serveApollo } from '../apollo-route.mjs';
import { supergraph } from '../model.mjs';

const gateway = new ApolloGateway({ supergraphSdl: supergraph(JSON.parse(process.argv[2])) });
announce(await serveApollo(new ApolloServer({ gateway, csrfPrevention: false })));
